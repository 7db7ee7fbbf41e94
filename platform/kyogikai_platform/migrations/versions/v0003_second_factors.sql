-- What the third revision adds, frozen: statements are parted by a line of its own that says `--;`.
ALTER TABLE user_account ADD COLUMN suspended BOOLEAN NOT NULL DEFAULT false
--;
ALTER TABLE user_account ALTER COLUMN suspended DROP DEFAULT
--;
ALTER TABLE account_session ADD COLUMN device TEXT DEFAULT '' NOT NULL
--;
ALTER TABLE account_session ADD COLUMN place TEXT DEFAULT '' NOT NULL
--;
COMMENT ON TABLE account_session IS 'Operational, owned by accounts, kept for 30 days after the end, never exported: sessions by the SHA-256 of their token, with the kind of browser and the network, not the address.'
--;
CREATE TABLE account_totp (
	tenant_id UUID NOT NULL,
	user_id UUID NOT NULL,
	sealed TEXT NOT NULL,
	last_step BIGINT DEFAULT '0' NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	confirmed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT account_totp_pkey PRIMARY KEY (tenant_id, user_id)
)
--;
COMMENT ON TABLE account_totp IS 'Operational, owned by accounts, kept while the factor is in use, never exported: secrets of authenticators, sealed with the user''s key, and the last step of time of which a code was used.'
--;
CREATE TABLE account_recovery_code (
	tenant_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	user_id UUID NOT NULL,
	used_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT account_recovery_code_pkey PRIMARY KEY (tenant_id, digest)
)
--;
CREATE INDEX account_recovery_code_user_id ON account_recovery_code (tenant_id, user_id)
--;
COMMENT ON TABLE account_recovery_code IS 'Operational, owned by accounts, kept while the second factor is, never exported: keyed digests of single-use codes.'
--;
CREATE TABLE account_passkey (
	tenant_id UUID NOT NULL,
	credential BYTEA NOT NULL,
	user_id UUID NOT NULL,
	public_key BYTEA NOT NULL,
	sign_count BIGINT NOT NULL,
	name TEXT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	used_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT account_passkey_pkey PRIMARY KEY (tenant_id, credential)
)
--;
CREATE INDEX account_passkey_user_id ON account_passkey (tenant_id, user_id)
--;
COMMENT ON TABLE account_passkey IS 'Operational, owned by accounts, kept until removed, never exported: public keys of passkeys.'
--;
CREATE TABLE account_ticket (
	tenant_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	kind TEXT NOT NULL,
	user_id UUID,
	bound_to BYTEA DEFAULT '' NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
	used_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT account_ticket_pkey PRIMARY KEY (tenant_id, digest)
)
--;
CREATE INDEX account_ticket_user_id ON account_ticket (tenant_id, user_id)
--;
COMMENT ON TABLE account_ticket IS 'Operational, owned by accounts, kept for a day after the end, never exported: what is good once and for a while, by the SHA-256 of its secret: links of mails, steps of a sign-in.'
--;
ALTER TABLE account_totp ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_totp FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_totp USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_totp TO kyogikai_app
--;
ALTER TABLE account_recovery_code ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_recovery_code FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_recovery_code USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_recovery_code TO kyogikai_app
--;
ALTER TABLE account_passkey ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_passkey FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_passkey USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_passkey TO kyogikai_app
--;
ALTER TABLE account_ticket ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_ticket FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_ticket USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_ticket TO kyogikai_app
