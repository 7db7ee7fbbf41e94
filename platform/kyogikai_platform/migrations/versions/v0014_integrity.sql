CREATE TABLE tree_node (
	tenant_id UUID NOT NULL, 
	level BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	hash BYTEA NOT NULL, 
	CONSTRAINT tree_node_pkey PRIMARY KEY (tenant_id, level, place)
)
--;
COMMENT ON TABLE tree_node IS 'Derived from the log, never exported: roots of complete subtrees of 256 ** level leaves.'
--;
ALTER TABLE tree_node ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tree_node FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tree_node USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON tree_node TO kyogikai_app
--;
CREATE TABLE log_verification (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	actor TEXT NOT NULL, 
	verified_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	position BIGINT NOT NULL, 
	head BYTEA NOT NULL, 
	checkpoint BIGINT NOT NULL, 
	checkpoints BIGINT NOT NULL, 
	cosignatures BIGINT NOT NULL, 
	broken_at BIGINT, 
	reason TEXT, 
	CONSTRAINT log_verification_pkey PRIMARY KEY (tenant_id, id), 
	CONSTRAINT log_verification_broken CHECK ((broken_at IS NULL) = (reason IS NULL))
)
--;
CREATE INDEX log_verification_at ON log_verification (tenant_id, verified_at)
--;
COMMENT ON TABLE log_verification IS 'Operational, owned by integrity, kept for good, never exported: when the log was verified, up to which entry and by which signed note, and where it broke.'
--;
ALTER TABLE log_verification ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE log_verification FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON log_verification USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON log_verification TO kyogikai_app
--;
CREATE TABLE checkpoint_outside (
	tenant_id UUID NOT NULL, 
	sealed TEXT NOT NULL, 
	witness_url TEXT NOT NULL, 
	witness_key TEXT NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	PRIMARY KEY (tenant_id)
)
--;
COMMENT ON TABLE checkpoint_outside IS 'Operational, owned by integrity, kept while in use, never exported: where signed notes go: mail addresses, sealed with the municipality''s key, and a witness.'
--;
ALTER TABLE checkpoint_outside ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE checkpoint_outside FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON checkpoint_outside USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON checkpoint_outside TO kyogikai_app
--;
CREATE TABLE checkpoint_delivery (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	size BIGINT NOT NULL, 
	way TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	letters BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT checkpoint_delivery_pkey PRIMARY KEY (tenant_id, id)
)
--;
CREATE INDEX checkpoint_delivery_size ON checkpoint_delivery (tenant_id, size)
--;
COMMENT ON TABLE checkpoint_delivery IS 'Operational, owned by integrity, kept for good, never exported: that a signed note went outside, and what came of it; no addresses.'
--;
ALTER TABLE checkpoint_delivery ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE checkpoint_delivery FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON checkpoint_delivery USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON checkpoint_delivery TO kyogikai_app
--;
CREATE TABLE checkpoint_cosignature (
	tenant_id UUID NOT NULL, 
	size BIGINT NOT NULL, 
	witness_key TEXT NOT NULL, 
	line TEXT NOT NULL, 
	signed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT checkpoint_cosignature_pkey PRIMARY KEY (tenant_id, size, witness_key)
)
--;
COMMENT ON TABLE checkpoint_cosignature IS 'Operational, owned by integrity, kept for good: what a witness signed of a note, verified.'
--;
ALTER TABLE checkpoint_cosignature ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE checkpoint_cosignature FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON checkpoint_cosignature USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON checkpoint_cosignature TO kyogikai_app
--;
CREATE TABLE saved_filter (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	shared BOOLEAN NOT NULL, 
	sealed TEXT NOT NULL, 
	saved_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT saved_filter_pkey PRIMARY KEY (tenant_id, id)
)
--;
CREATE INDEX saved_filter_user ON saved_filter (tenant_id, user_id)
--;
COMMENT ON TABLE saved_filter IS 'Operational, owned by the trail''s pages, kept until its owner or an administrator removes it, never exported: a named filter of the trail, sealed under its owner''s key.'
--;
ALTER TABLE saved_filter ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE saved_filter FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON saved_filter USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, DELETE ON saved_filter TO kyogikai_app
--;
DROP INDEX audit_entry_topic
--;
CREATE INDEX audit_entry_topic ON audit_entry (tenant_id, topic, position)
--;
DROP INDEX audit_entry_actor
--;
CREATE INDEX audit_entry_actor ON audit_entry (tenant_id, actor, topic, position)
--;
ALTER TABLE audit_entry ADD COLUMN published BOOLEAN DEFAULT false NOT NULL
--;
CREATE INDEX audit_entry_published ON audit_entry (tenant_id, position) WHERE published
