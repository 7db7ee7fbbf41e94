ALTER TABLE api_token ADD COLUMN parent BYTEA
--;
ALTER TABLE api_token ADD COLUMN scopes TEXT[]
--;
CREATE INDEX api_token_parent ON api_token (tenant_id, parent) WHERE parent IS NOT NULL
--;
COMMENT ON TABLE api_token IS 'Operational, owned by accounts, kept for a year after the end, never exported: API clients'' secrets by their SHA-256, and the access tokens that were given out for one (parent), kept for a day after the end; the prefix is what tells them apart.'
--;
CREATE TABLE api_access (
	tenant_id UUID NOT NULL,
	minute TIMESTAMP WITH TIME ZONE NOT NULL,
	client_id UUID NOT NULL,
	digest BYTEA NOT NULL,
	way TEXT NOT NULL,
	place TEXT NOT NULL,
	times BIGINT NOT NULL,
	CONSTRAINT api_access_pkey PRIMARY KEY (tenant_id, client_id, minute, digest, way, place)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX api_access_minute ON api_access (tenant_id, minute)
--;
COMMENT ON TABLE api_access IS 'Operational, owned by accounts, kept for 90 days, never exported: the access log of API clients, by the minute: which secret was used how often, for what, and from which network.'
--;
ALTER TABLE api_access ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE api_access FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON api_access USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_access TO kyogikai_app
--;
CREATE TABLE webhook (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	client_id UUID NOT NULL,
	url TEXT NOT NULL,
	kinds TEXT[] NOT NULL,
	sealed TEXT NOT NULL,
	sealed_before TEXT,
	before_until TIMESTAMP WITH TIME ZONE,
	position BIGINT NOT NULL,
	run BIGINT DEFAULT '0' NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	off_at TIMESTAMP WITH TIME ZONE,
	off_why TEXT DEFAULT '' NOT NULL,
	told_at TIMESTAMP WITH TIME ZONE,
	failures BIGINT DEFAULT '0' NOT NULL,
	resume_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	turn_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	taken_by UUID,
	taken_until TIMESTAMP WITH TIME ZONE,
	CONSTRAINT webhook_pkey PRIMARY KEY (tenant_id, id)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX webhook_client_id ON webhook (tenant_id, client_id)
--;
COMMENT ON TABLE webhook IS 'Operational, owned by webhooks, kept while in use, never exported: where an API client is told of changes and how far it was, with the secret that signs, sealed with the municipality''s key.'
--;
ALTER TABLE webhook ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE webhook FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON webhook USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook TO kyogikai_app
--;
CREATE TABLE webhook_delivery (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	webhook_id UUID NOT NULL,
	run BIGINT NOT NULL,
	position BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject_id UUID NOT NULL,
	removed BOOLEAN NOT NULL,
	queued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	next_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	tries BIGINT DEFAULT '0' NOT NULL,
	first_at TIMESTAMP WITH TIME ZONE,
	done_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT webhook_delivery_pkey PRIMARY KEY (tenant_id, id),
	CONSTRAINT webhook_delivery_position UNIQUE (tenant_id, webhook_id, run, position)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX webhook_delivery_done_at ON webhook_delivery (tenant_id, done_at)
--;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (tenant_id, webhook_id, run, position) WHERE done_at IS NULL
--;
COMMENT ON TABLE webhook_delivery IS 'Operational, owned by webhooks, kept for 30 days after it arrived, never exported: which change a webhook is to be told, by the kind and id of the record; no name and no text.'
--;
ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON webhook_delivery USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO kyogikai_app
--;
CREATE TABLE webhook_attempt (
	tenant_id UUID NOT NULL,
	delivery_id UUID NOT NULL,
	number BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	status BIGINT,
	problem TEXT DEFAULT '' NOT NULL,
	millis BIGINT NOT NULL,
	CONSTRAINT webhook_attempt_pkey PRIMARY KEY (tenant_id, delivery_id, number)
)
--;
COMMENT ON TABLE webhook_attempt IS 'Operational, owned by webhooks, kept as long as the delivery, never exported: each attempt, and the status that was answered; of the answer itself nothing is kept.'
--;
ALTER TABLE webhook_attempt ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE webhook_attempt FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON webhook_attempt USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_attempt TO kyogikai_app
