CREATE TABLE online_link (
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
	url TEXT NOT NULL, 
	access TEXT NOT NULL, 
	CONSTRAINT online_link_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX online_link_meeting_id ON online_link (tenant_id, meeting_id)
--;
CREATE INDEX online_link_now ON online_link (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX online_link_sort ON online_link (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX online_link_stream ON online_link (tenant_id, stream_id)
--;
ALTER TABLE online_link ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE online_link FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON online_link USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON online_link TO kyogikai_app
--;
CREATE TABLE contact_reading (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	person_id UUID NOT NULL, 
	reader UUID NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT contact_reading_pkey PRIMARY KEY (tenant_id, id)
)
--;
CREATE INDEX contact_reading_person_id ON contact_reading (tenant_id, person_id, read_at)
--;
CREATE INDEX contact_reading_read_at ON contact_reading (tenant_id, read_at)
--;
COMMENT ON TABLE contact_reading IS 'Operational, owned by contacts, kept for 400 days, never exported: which account looked at the contact details of which person and when; no detail itself.'
--;
ALTER TABLE contact_reading ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE contact_reading FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON contact_reading USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, DELETE ON contact_reading TO kyogikai_app
