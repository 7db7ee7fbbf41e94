CREATE TABLE meeting_letter (
	tenant_id UUID NOT NULL,
	meeting_id UUID NOT NULL,
	edition INTEGER NOT NULL,
	round INTEGER NOT NULL,
	membership_id UUID NOT NULL,
	digest BYTEA,
	queued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	begun_at TIMESTAMP WITH TIME ZONE,
	sent_at TIMESTAMP WITH TIME ZONE,
	failed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT meeting_letter_pkey PRIMARY KEY (tenant_id, meeting_id, edition, round, membership_id),
	CONSTRAINT meeting_letter_digest UNIQUE (tenant_id, digest)
) WITH (fillfactor = 70)
--;
COMMENT ON TABLE meeting_letter IS 'Operational, owned by notices, kept for 400 days, never exported: which member was sent which notice of a meeting and when, with the SHA-256 of the secret of its answer link; no address.'
--;
CREATE INDEX meeting_letter_queued_at ON meeting_letter (tenant_id, queued_at)
--;
ALTER TABLE meeting_letter ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE meeting_letter FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON meeting_letter USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting_letter TO kyogikai_app
