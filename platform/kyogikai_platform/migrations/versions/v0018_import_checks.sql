CREATE TABLE import_check (
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
	sha256 TEXT NOT NULL,
	rows BIGINT NOT NULL,
	faults BIGINT NOT NULL,
	CONSTRAINT import_check_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX import_check_now ON import_check (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX import_check_sort ON import_check (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX import_check_stream ON import_check (tenant_id, stream_id)
--;
ALTER TABLE import_check ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE import_check FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON import_check USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_check TO kyogikai_app
