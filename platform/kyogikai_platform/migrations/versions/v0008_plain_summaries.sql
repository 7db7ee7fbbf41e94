CREATE TABLE plain_summary (
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
	text TEXT NOT NULL, 
	shown_to TEXT, 
	CONSTRAINT plain_summary_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX plain_summary_now ON plain_summary (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX plain_summary_sort ON plain_summary (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX plain_summary_stream ON plain_summary (tenant_id, stream_id)
--;
ALTER TABLE plain_summary ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE plain_summary FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON plain_summary USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON plain_summary TO kyogikai_app
