CREATE TABLE account_calendar_link (
	tenant_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	digest BYTEA NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT account_calendar_link_pkey PRIMARY KEY (tenant_id, user_id), 
	CONSTRAINT account_calendar_link_digest UNIQUE (tenant_id, digest)
)
 WITH (fillfactor = 70)
--;
COMMENT ON TABLE account_calendar_link IS 'Operational, owned by accounts, kept until revoked or made anew, never exported: the one secret address of an account from which a calendar program reads, by its SHA-256.'
--;
ALTER TABLE account_calendar_link ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_calendar_link FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_calendar_link USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_calendar_link TO kyogikai_app
