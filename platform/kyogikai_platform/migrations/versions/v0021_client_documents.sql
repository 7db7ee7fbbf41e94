CREATE TABLE client_document (
	tenant_id UUID NOT NULL,
	client_id UUID NOT NULL,
	digest TEXT NOT NULL,
	text TEXT NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT client_document_pkey PRIMARY KEY (tenant_id, client_id, digest)
)
--;
COMMENT ON TABLE client_document IS 'Operational, owned by accounts, kept until it is removed or the client revoked, never exported: the GraphQL documents that an API client may ask for by their hash.'
--;
ALTER TABLE client_document ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE client_document FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON client_document USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON client_document TO kyogikai_app
--;
CREATE TABLE bound_client (
	tenant_id UUID NOT NULL,
	client_id UUID NOT NULL,
	CONSTRAINT bound_client_pkey PRIMARY KEY (tenant_id, client_id)
)
--;
COMMENT ON TABLE bound_client IS 'Operational, owned by accounts, kept until the client is unbound, never exported: the API clients that ask their registered documents and nothing else.'
--;
ALTER TABLE bound_client ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE bound_client FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON bound_client USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON bound_client TO kyogikai_app
