CREATE TABLE case_abstract (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	case_id UUID NOT NULL,
	drafted BIGINT NOT NULL,
	author_id UUID,
	approver_id UUID,
	CONSTRAINT case_abstract_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_abstract_approver_id ON case_abstract (tenant_id, approver_id)
--;
CREATE INDEX case_abstract_author_id ON case_abstract (tenant_id, author_id)
--;
CREATE INDEX case_abstract_case_id ON case_abstract (tenant_id, case_id)
--;
CREATE INDEX case_abstract_now ON case_abstract (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_abstract_sort ON case_abstract (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_abstract_stream ON case_abstract (tenant_id, stream_id)
--;
ALTER TABLE case_abstract ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_abstract FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_abstract USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_abstract TO kyogikai_app
--;
CREATE TABLE case_access (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	case_id UUID NOT NULL,
	user_id UUID NOT NULL,
	is_open BOOLEAN NOT NULL,
	CONSTRAINT case_access_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_access_case_id ON case_access (tenant_id, case_id)
--;
CREATE INDEX case_access_now ON case_access (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_access_sort ON case_access (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_access_stream ON case_access (tenant_id, stream_id)
--;
CREATE INDEX case_access_user_id ON case_access (tenant_id, user_id)
--;
ALTER TABLE case_access ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_access FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_access USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_access TO kyogikai_app
--;
CREATE TABLE case_file (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	reference TEXT NOT NULL,
	worker_id UUID NOT NULL,
	state TEXT NOT NULL,
	registered JSON NOT NULL,
	CONSTRAINT case_file_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_file_now ON case_file (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_file_sort ON case_file (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_file_stream ON case_file (tenant_id, stream_id)
--;
CREATE INDEX case_file_worker_id ON case_file (tenant_id, worker_id)
--;
ALTER TABLE case_file ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_file FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_file USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_file TO kyogikai_app
--;
CREATE TABLE case_ground (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	case_id UUID NOT NULL,
	ground TEXT NOT NULL,
	CONSTRAINT case_ground_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_ground_case_id ON case_ground (tenant_id, case_id)
--;
CREATE INDEX case_ground_now ON case_ground (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_ground_sort ON case_ground (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_ground_stream ON case_ground (tenant_id, stream_id)
--;
ALTER TABLE case_ground ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_ground FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_ground USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_ground TO kyogikai_app
--;
CREATE TABLE case_link (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	case_id UUID NOT NULL,
	issue_id UUID NOT NULL,
	CONSTRAINT case_link_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_link_case_id ON case_link (tenant_id, case_id)
--;
CREATE INDEX case_link_issue_id ON case_link (tenant_id, issue_id)
--;
CREATE INDEX case_link_now ON case_link (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_link_sort ON case_link (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_link_stream ON case_link (tenant_id, stream_id)
--;
ALTER TABLE case_link ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_link FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_link USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_link TO kyogikai_app
--;
CREATE TABLE case_presentation (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	case_id UUID NOT NULL,
	meeting_id UUID NOT NULL,
	number BIGINT NOT NULL,
	CONSTRAINT case_presentation_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_presentation_case_id ON case_presentation (tenant_id, case_id)
--;
CREATE INDEX case_presentation_meeting_id ON case_presentation (tenant_id, meeting_id)
--;
CREATE INDEX case_presentation_now ON case_presentation (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_presentation_sort ON case_presentation (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_presentation_stream ON case_presentation (tenant_id, stream_id)
--;
ALTER TABLE case_presentation ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_presentation FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_presentation USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_presentation TO kyogikai_app
