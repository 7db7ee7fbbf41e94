CREATE TABLE case_conference (
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
	meeting_id UUID,
	CONSTRAINT case_conference_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX case_conference_case_id ON case_conference (tenant_id, case_id)
--;
CREATE INDEX case_conference_meeting_id ON case_conference (tenant_id, meeting_id)
--;
CREATE INDEX case_conference_now ON case_conference (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX case_conference_sort ON case_conference (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX case_conference_stream ON case_conference (tenant_id, stream_id)
--;
ALTER TABLE case_conference ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE case_conference FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON case_conference USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_conference TO kyogikai_app
--;
CREATE TABLE presented_abstract (
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
	meeting_id UUID NOT NULL,
	drafted BIGINT NOT NULL,
	is_open BOOLEAN NOT NULL,
	CONSTRAINT presented_abstract_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX presented_abstract_meeting_id ON presented_abstract (tenant_id, meeting_id)
--;
CREATE INDEX presented_abstract_now ON presented_abstract (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX presented_abstract_sort ON presented_abstract (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX presented_abstract_stream ON presented_abstract (tenant_id, stream_id)
--;
ALTER TABLE presented_abstract ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE presented_abstract FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON presented_abstract USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON presented_abstract TO kyogikai_app
--;
CREATE TABLE retention (
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
	what TEXT NOT NULL,
	days BIGINT NOT NULL,
	CONSTRAINT retention_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX retention_now ON retention (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX retention_sort ON retention (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX retention_stream ON retention (tenant_id, stream_id)
--;
ALTER TABLE retention ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE retention FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON retention USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON retention TO kyogikai_app
--;
ALTER TABLE case_ground ADD COLUMN withdrawn BOOLEAN
--;
COMMENT ON TABLE account_session IS 'Operational, owned by accounts, kept after the end as long as the municipality says, never exported: sessions by the SHA-256 of their token, with the kind of browser and the network, not the address.'
--;
COMMENT ON TABLE api_access IS 'Operational, owned by accounts, kept as long as the municipality says, never exported: the access log of API clients, by the minute: which secret was used how often, for what, and from which network.'
--;
COMMENT ON TABLE contact_reading IS 'Operational, owned by contacts, kept as long as the municipality says, never exported: which account looked at the contact details of which person and when; no detail itself.'
--;
COMMENT ON TABLE meeting_letter IS 'Operational, owned by notices, kept as long as the municipality says, never exported: which member was sent which notice of a meeting and when, with the SHA-256 of the secret of its answer link; no address.'
--;
COMMENT ON TABLE job IS 'Operational, owned by jobs, kept after it ended as long as the municipality says, never exported: what is to be done for a municipality, how far it is, and what came of it.'
--;
COMMENT ON TABLE webhook_delivery IS 'Operational, owned by webhooks, kept after it arrived as long as the municipality says, never exported: which change a webhook is to be told, by the kind and id of the record; no name and no text.'
--;
COMMENT ON TABLE form_draft IS 'Operational, owned by forms, kept as long as the municipality says after it was last saved, never exported: what somebody typed and has not recorded yet, sealed under their own key.'
