-- What the fifth revision adds, frozen: statements are parted by a line of its own that says `--;`.
CREATE TABLE file_bytes (
	tenant_id UUID NOT NULL, 
	sha256 TEXT NOT NULL, 
	bytes BYTEA NOT NULL, 
	stored_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT file_bytes_pkey PRIMARY KEY (tenant_id, sha256)
)
--;
COMMENT ON TABLE file_bytes IS 'Operational, owned by files, kept as long as a document of the log has this hash, exported with the documents: the bytes, which the log can always be asked to vouch for.'
--;
ALTER TABLE file_bytes ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE file_bytes FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON file_bytes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, DELETE ON file_bytes TO kyogikai_app
