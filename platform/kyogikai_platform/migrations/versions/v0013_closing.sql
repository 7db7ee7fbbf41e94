CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF TG_OP = 'DELETE' AND current_user = 'kyogikai_closer' AND EXISTS (SELECT FROM municipality m
           WHERE m.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
           AND m.status = 'closed') THEN RETURN NULL; END IF;
         RAISE EXCEPTION 'events is append-only: % is refused', TG_OP
          USING ERRCODE = 'insufficient_privilege'; END $$
--;
CREATE TABLE tenant_export (
	tenant_id UUID NOT NULL,
	size BIGINT NOT NULL,
	sha256 TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	keys BOOLEAN NOT NULL,
	finished_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT tenant_export_pkey PRIMARY KEY (tenant_id, size)
)
--;
COMMENT ON TABLE tenant_export IS 'Operational, owned by closing, kept as long as the tenant, never exported: files with everything of a tenant that were written to their end, and up to which position.'
--;
CREATE TABLE closing_certificate (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	closed_id UUID NOT NULL,
	host TEXT NOT NULL,
	name TEXT NOT NULL,
	issued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	body TEXT NOT NULL,
	CONSTRAINT closing_certificate_pkey PRIMARY KEY (tenant_id, id)
)
--;
COMMENT ON TABLE closing_certificate IS 'Operational, owned by closing, in tenant zero alone, kept for good, never exported: what of a tenant was destroyed, signed; no content.'
--;
ALTER TABLE tenant_export ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tenant_export FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tenant_export USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON tenant_export TO kyogikai_app
--;
ALTER TABLE closing_certificate ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE closing_certificate FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON closing_certificate USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON closing_certificate TO kyogikai_app
--;
REVOKE DELETE, TRUNCATE ON events, tenant_head, checkpoint, tenant_key, subject_key, municipality FROM kyogikai_owner
--;
DO $$ DECLARE named text; BEGIN
  FOR named IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
  LOOP EXECUTE format('GRANT SELECT, DELETE ON %I TO kyogikai_closer', named); END LOOP;
END $$
--;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, DELETE ON TABLES TO kyogikai_closer
--;
ALTER TABLE municipality_profile ADD COLUMN accent TEXT
