CREATE TABLE job (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	kind TEXT NOT NULL,
	state TEXT NOT NULL,
	actor TEXT NOT NULL,
	role TEXT NOT NULL,
	given JSON NOT NULL,
	result JSON,
	done BIGINT DEFAULT '0' NOT NULL,
	total BIGINT DEFAULT '0' NOT NULL,
	tries BIGINT DEFAULT '0' NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE,
	seen_at TIMESTAMP WITH TIME ZONE,
	finished_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id)
)
 WITH (fillfactor = 70)
--;
COMMENT ON TABLE job IS 'Operational, owned by jobs, kept for 90 days after it ended, never exported: what is to be done for a municipality, how far it is, and what came of it.'
--;
CREATE INDEX job_open ON job (tenant_id, created_at) WHERE state IN ('waiting', 'running')
--;
ALTER TABLE job ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE job FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON job USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO kyogikai_app
