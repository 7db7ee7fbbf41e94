CREATE TABLE sign_in_provider (
	tenant_id UUID NOT NULL,
	issuer TEXT NOT NULL,
	client_id TEXT NOT NULL,
	sealed TEXT NOT NULL,
	label_ja TEXT NOT NULL,
	label_en TEXT NOT NULL,
	claim TEXT NOT NULL,
	second_factor BOOLEAN NOT NULL,
	changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT sign_in_provider_pkey PRIMARY KEY (tenant_id)
)
--;
COMMENT ON TABLE sign_in_provider IS 'Operational, owned by accounts, kept while in use, never exported: the provider of identities at which a municipality signs in, with the secret that it is shown, sealed with the municipality''s key.'
--;
ALTER TABLE sign_in_provider ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE sign_in_provider FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON sign_in_provider USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_provider TO kyogikai_app
--;
CREATE TABLE account_identity (
	tenant_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	user_id UUID NOT NULL,
	issuer TEXT NOT NULL,
	bound_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT account_identity_pkey PRIMARY KEY (tenant_id, digest),
	CONSTRAINT account_identity_user_id UNIQUE (tenant_id, user_id, issuer)
)
--;
COMMENT ON TABLE account_identity IS 'Operational, owned by accounts, kept while the account may sign in, never exported: whose an identity of a provider is, by the keyed digest of issuer and subject.'
--;
ALTER TABLE account_identity ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_identity FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_identity USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_identity TO kyogikai_app
