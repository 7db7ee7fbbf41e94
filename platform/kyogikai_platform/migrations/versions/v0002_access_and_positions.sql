-- What the second revision adds, frozen: statements are parted by a line of its own that says `--;`.
CREATE TABLE tenant_position (
	tenant_id UUID NOT NULL,
	content BIGINT NOT NULL,
	rights BIGINT NOT NULL,
	rebuilt TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	PRIMARY KEY (tenant_id)
) WITH (fillfactor = 50)
--;
COMMENT ON TABLE tenant_position IS 'The last events that changed what readers see, and who may see it: what a kept answer rests on.'
--;
ALTER TABLE tenant_position ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tenant_position FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tenant_position USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_position TO kyogikai_app
--;
CREATE TABLE search_text (
	tenant_id UUID NOT NULL,
	stream_id UUID NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	row_table TEXT COLLATE "C" NOT NULL,
	row_id UUID NOT NULL,
	field TEXT COLLATE "C" NOT NULL,
	place BIGINT NOT NULL,
	digest BYTEA NOT NULL,
	plain TEXT COLLATE "C" NOT NULL,
	normal TEXT COLLATE "C" NOT NULL,
	CONSTRAINT search_text_pkey PRIMARY KEY (tenant_id, row_table, row_id, field, place, digest)
)
--;
CREATE INDEX search_text_stream ON search_text (tenant_id, stream_id, row_table)
--;
COMMENT ON TABLE search_text IS 'Each text that a row ever had, as it is compared; when, and who sees it, the row says.'
--;
ALTER TABLE search_text ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE search_text FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON search_text USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_text TO kyogikai_app
--;
ALTER TABLE user_account ADD COLUMN person_id UUID
--;
CREATE INDEX user_account_person_id ON user_account (tenant_id, person_id)
--;
CREATE TABLE account_password (
	tenant_id UUID NOT NULL,
	user_id UUID NOT NULL,
	address BYTEA NOT NULL,
	hash TEXT NOT NULL,
	changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT account_password_pkey PRIMARY KEY (tenant_id, user_id),
	CONSTRAINT account_password_address UNIQUE (tenant_id, address)
)
--;
COMMENT ON TABLE account_password IS 'Operational, owned by accounts, kept while the account may sign in, never exported: argon2id hashes, found by the keyed digest of an e-mail address.'
--;
CREATE TABLE account_session (
	tenant_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	user_id UUID NOT NULL,
	method TEXT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	idle_until TIMESTAMP WITH TIME ZONE NOT NULL,
	ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
	revoked_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT account_session_pkey PRIMARY KEY (tenant_id, digest)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX account_session_user_id ON account_session (tenant_id, user_id)
--;
COMMENT ON TABLE account_session IS 'Operational, owned by accounts, kept for 30 days after the end, never exported: sessions by the SHA-256 of their token.'
--;
CREATE TABLE api_token (
	tenant_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	client_id UUID NOT NULL,
	prefix TEXT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
	used_at TIMESTAMP WITH TIME ZONE,
	revoked_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT api_token_pkey PRIMARY KEY (tenant_id, digest)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX api_token_client_id ON api_token (tenant_id, client_id)
--;
COMMENT ON TABLE api_token IS 'Operational, owned by accounts, kept for a year after the end, never exported: API clients'' tokens by their SHA-256; the prefix is what tells them apart.'
--;
CREATE TABLE sign_in_attempt (
	tenant_id UUID NOT NULL,
	whose BYTEA NOT NULL,
	failures BIGINT NOT NULL,
	since TIMESTAMP WITH TIME ZONE NOT NULL,
	last_at TIMESTAMP WITH TIME ZONE NOT NULL,
	free_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (tenant_id, whose)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX sign_in_attempt_last_at ON sign_in_attempt (tenant_id, last_at)
--;
COMMENT ON TABLE sign_in_attempt IS 'Operational, owned by accounts, kept for a day, never exported: sign-ins that failed, by the keyed digest of the e-mail or network address, and until when the next one waits.'
--;
ALTER TABLE account_password ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_password FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_password USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_password TO kyogikai_app
--;
ALTER TABLE account_session ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE account_session FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON account_session USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_session TO kyogikai_app
--;
ALTER TABLE api_token ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE api_token FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON api_token USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_token TO kyogikai_app
--;
ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE sign_in_attempt FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON sign_in_attempt USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO kyogikai_app
--;
CREATE TABLE api_points (
	tenant_id UUID NOT NULL,
	client TEXT NOT NULL,
	hour TIMESTAMP WITH TIME ZONE NOT NULL,
	taken BIGINT NOT NULL,
	granted BIGINT NOT NULL,
	PRIMARY KEY (tenant_id, client, hour)
) WITH (fillfactor = 50)
--;
COMMENT ON TABLE api_points IS 'Operational, owned by the API, not exported: points taken by clients; kept an hour.'
--;
ALTER TABLE api_points ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE api_points FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON api_points USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_points TO kyogikai_app
--;
DROP INDEX audit_entry_recorded_at
--;
CREATE INDEX audit_entry_recorded_at ON audit_entry (tenant_id, recorded_at, position)
--;
CREATE INDEX activity_ever ON activity (tenant_id, sort, id)
--;
CREATE INDEX body_ever ON body (tenant_id, sort, id)
--;
CREATE INDEX issue_ever ON issue (tenant_id, sort, id)
--;
CREATE INDEX meeting_ever ON meeting (tenant_id, sort, id)
--;
CREATE INDEX organization_ever ON organization (tenant_id, sort, id)
--;
CREATE INDEX recommendation_ever ON recommendation (tenant_id, sort, id)
