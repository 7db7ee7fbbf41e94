-- The first structure, frozen: statements are parted by a line of its own that says `--;`.
CREATE TABLE activity (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	council_id UUID,
	body_id UUID,
	fiscal_year BIGINT,
	date JSON,
	days BIGINT,
	state TEXT NOT NULL,
	functions TEXT[] NOT NULL,
	partner_ids UUID[] NOT NULL,
	CONSTRAINT activity_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX activity_body_id ON activity (tenant_id, body_id)
--;
CREATE INDEX activity_council_id ON activity (tenant_id, council_id)
--;
CREATE INDEX activity_now ON activity (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX activity_sort ON activity (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX activity_stream ON activity (tenant_id, stream_id)
--;
CREATE TABLE activity_step (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	activity_id UUID NOT NULL,
	stage TEXT NOT NULL,
	text TEXT NOT NULL,
	meeting_id UUID,
	item_id UUID,
	number BIGINT NOT NULL,
	CONSTRAINT activity_step_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX activity_step_activity_id ON activity_step (tenant_id, activity_id)
--;
CREATE INDEX activity_step_item_id ON activity_step (tenant_id, item_id)
--;
CREATE INDEX activity_step_meeting_id ON activity_step (tenant_id, meeting_id)
--;
CREATE INDEX activity_step_now ON activity_step (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX activity_step_sort ON activity_step (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX activity_step_stream ON activity_step (tenant_id, stream_id)
--;
CREATE TABLE agenda_item (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	number BIGINT NOT NULL,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	presenter_id UUID,
	presenter_body_id UUID,
	presenter_as_written TEXT NOT NULL,
	guest_ids UUID[] NOT NULL,
	issue_id UUID,
	activity_id UUID,
	open_ended BOOLEAN NOT NULL,
	quality JSON NOT NULL,
	CONSTRAINT agenda_item_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX agenda_item_activity_id ON agenda_item (tenant_id, activity_id)
--;
CREATE INDEX agenda_item_issue_id ON agenda_item (tenant_id, issue_id)
--;
CREATE INDEX agenda_item_meeting_id ON agenda_item (tenant_id, meeting_id)
--;
CREATE INDEX agenda_item_now ON agenda_item (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX agenda_item_presenter_body_id ON agenda_item (tenant_id, presenter_body_id)
--;
CREATE INDEX agenda_item_presenter_id ON agenda_item (tenant_id, presenter_id)
--;
CREATE INDEX agenda_item_sort ON agenda_item (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX agenda_item_stream ON agenda_item (tenant_id, stream_id)
--;
CREATE TABLE annual_theme (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	fiscal_year BIGINT NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT annual_theme_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX annual_theme_now ON annual_theme (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX annual_theme_sort ON annual_theme (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX annual_theme_stream ON annual_theme (tenant_id, stream_id)
--;
CREATE TABLE api_client (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	scopes TEXT[] NOT NULL,
	CONSTRAINT api_client_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX api_client_now ON api_client (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX api_client_sort ON api_client (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX api_client_stream ON api_client (tenant_id, stream_id)
--;
CREATE TABLE attendance (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	membership_id UUID,
	organization_id UUID,
	name TEXT NOT NULL,
	answer TEXT,
	status TEXT,
	capacity TEXT NOT NULL,
	mode TEXT,
	shown_to TEXT NOT NULL,
	CONSTRAINT attendance_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX attendance_meeting_id ON attendance (tenant_id, meeting_id)
--;
CREATE INDEX attendance_membership_id ON attendance (tenant_id, membership_id)
--;
CREATE INDEX attendance_now ON attendance (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX attendance_organization_id ON attendance (tenant_id, organization_id)
--;
CREATE INDEX attendance_sort ON attendance (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX attendance_stream ON attendance (tenant_id, stream_id)
--;
CREATE TABLE audit_entry (
	tenant_id UUID NOT NULL,
	position BIGINT NOT NULL,
	stream_id UUID NOT NULL,
	stream_version BIGINT NOT NULL,
	kind TEXT NOT NULL,
	topic TEXT NOT NULL,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor TEXT NOT NULL,
	role TEXT NOT NULL,
	request_id TEXT NOT NULL,
	audience TEXT NOT NULL,
	effective JSON,
	document_id UUID,
	locator TEXT,
	quality JSON NOT NULL,
	fields JSON NOT NULL,
	target BIGINT,
	subject TEXT NOT NULL,
	CONSTRAINT audit_entry_pkey PRIMARY KEY (tenant_id, position)
)
--;
CREATE INDEX audit_entry_actor ON audit_entry (tenant_id, actor)
--;
CREATE INDEX audit_entry_recorded_at ON audit_entry (tenant_id, recorded_at)
--;
CREATE INDEX audit_entry_stream ON audit_entry (tenant_id, stream_id, stream_version)
--;
CREATE INDEX audit_entry_topic ON audit_entry (tenant_id, topic)
--;
COMMENT ON TABLE audit_entry IS 'One row an event: the audit trail, and where every fact comes from.'
--;
CREATE TABLE body (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	council_id UUID NOT NULL,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	kind TEXT NOT NULL,
	parent_id UUID,
	group_id UUID,
	number BIGINT,
	order_label TEXT NOT NULL,
	standing_members BOOLEAN,
	roster_exhaustive BOOLEAN,
	CONSTRAINT body_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX body_council_id ON body (tenant_id, council_id)
--;
CREATE INDEX body_group_id ON body (tenant_id, group_id)
--;
CREATE INDEX body_now ON body (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX body_parent_id ON body (tenant_id, parent_id)
--;
CREATE INDEX body_sort ON body (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX body_stream ON body (tenant_id, stream_id)
--;
CREATE TABLE body_group (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	council_id UUID NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	purpose TEXT NOT NULL,
	body_count BIGINT,
	CONSTRAINT body_group_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX body_group_council_id ON body_group (tenant_id, council_id)
--;
CREATE INDEX body_group_now ON body_group (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX body_group_sort ON body_group (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX body_group_stream ON body_group (tenant_id, stream_id)
--;
CREATE TABLE cadence (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	number BIGINT NOT NULL,
	per_year BIGINT,
	interval_months BIGINT,
	as_needed BOOLEAN NOT NULL,
	approximate BOOLEAN NOT NULL,
	meeting_kind TEXT NOT NULL,
	as_written TEXT NOT NULL,
	CONSTRAINT cadence_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX cadence_now ON cadence (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX cadence_sort ON cadence (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX cadence_stream ON cadence (tenant_id, stream_id)
--;
CREATE TABLE checkpoint (
	tenant_id UUID NOT NULL,
	size BIGINT NOT NULL,
	root_hash BYTEA NOT NULL,
	issued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (tenant_id, size)
)
--;
COMMENT ON TABLE checkpoint IS 'Operational: signed checkpoints, kept for good; an older one held outside catches a rewriting.'
--;
CREATE TABLE composition (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	text TEXT NOT NULL,
	level TEXT NOT NULL,
	categories TEXT[] NOT NULL,
	added TEXT[] NOT NULL,
	ex_officio_of UUID[] NOT NULL,
	organization_count BIGINT,
	CONSTRAINT composition_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX composition_now ON composition (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX composition_sort ON composition (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX composition_stream ON composition (tenant_id, stream_id)
--;
CREATE TABLE council (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	standing TEXT NOT NULL,
	jurisdiction TEXT NOT NULL,
	background TEXT NOT NULL,
	CONSTRAINT council_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX council_now ON council (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX council_sort ON council (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX council_stream ON council (tenant_id, stream_id)
--;
CREATE TABLE data_export (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	what TEXT NOT NULL,
	format TEXT NOT NULL,
	count BIGINT NOT NULL,
	CONSTRAINT data_export_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX data_export_now ON data_export (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX data_export_sort ON data_export (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX data_export_stream ON data_export (tenant_id, stream_id)
--;
CREATE TABLE dated_name (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	CONSTRAINT dated_name_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX dated_name_now ON dated_name (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX dated_name_sort ON dated_name (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX dated_name_stream ON dated_name (tenant_id, stream_id)
--;
CREATE TABLE decision (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	item_number BIGINT,
	item_id UUID,
	result TEXT NOT NULL,
	method TEXT NOT NULL,
	votes JSON,
	CONSTRAINT decision_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX decision_item_id ON decision (tenant_id, item_id)
--;
CREATE INDEX decision_meeting_id ON decision (tenant_id, meeting_id)
--;
CREATE INDEX decision_now ON decision (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX decision_sort ON decision (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX decision_stream ON decision (tenant_id, stream_id)
--;
CREATE TABLE document (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	title TEXT NOT NULL,
	number TEXT NOT NULL,
	media_type TEXT NOT NULL,
	byte_count BIGINT NOT NULL,
	sha256 TEXT NOT NULL,
	url TEXT NOT NULL,
	shown_to TEXT,
	CONSTRAINT document_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX document_meeting_id ON document (tenant_id, meeting_id)
--;
CREATE INDEX document_now ON document (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX document_sort ON document (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX document_stream ON document (tenant_id, stream_id)
--;
CREATE TABLE enactment (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	title TEXT NOT NULL,
	legal_form TEXT NOT NULL,
	number TEXT NOT NULL,
	council_id UUID NOT NULL,
	scope_id UUID,
	max_members BIGINT,
	term_years BIGINT,
	quorum TEXT NOT NULL,
	quorum_share TEXT NOT NULL,
	decision TEXT NOT NULL,
	chair_method TEXT NOT NULL,
	openness TEXT,
	categories TEXT[] NOT NULL,
	CONSTRAINT enactment_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX enactment_council_id ON enactment (tenant_id, council_id)
--;
CREATE INDEX enactment_now ON enactment (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX enactment_scope_id ON enactment (tenant_id, scope_id)
--;
CREATE INDEX enactment_sort ON enactment (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX enactment_stream ON enactment (tenant_id, stream_id)
--;
CREATE TABLE events (
	tenant_id UUID NOT NULL,
	position BIGINT NOT NULL,
	stream_id UUID NOT NULL,
	stream_version BIGINT NOT NULL,
	topic TEXT NOT NULL,
	state BYTEA NOT NULL,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor TEXT NOT NULL,
	role TEXT NOT NULL,
	request_id TEXT NOT NULL,
	command TEXT NOT NULL,
	command_key BYTEA NOT NULL,
	command_digest BYTEA NOT NULL,
	audience TEXT NOT NULL,
	salt BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	PRIMARY KEY (tenant_id, position),
	CONSTRAINT events_stream UNIQUE (tenant_id, stream_id, stream_version)
)
--;
CREATE INDEX events_command_key ON events (tenant_id, command_key) WHERE command_key <> ''::bytea
--;
CREATE TABLE external_context (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	text TEXT NOT NULL,
	CONSTRAINT external_context_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX external_context_now ON external_context (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX external_context_sort ON external_context (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX external_context_stream ON external_context (tenant_id, stream_id)
--;
CREATE TABLE external_party (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	CONSTRAINT external_party_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX external_party_now ON external_party (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX external_party_sort ON external_party (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX external_party_stream ON external_party (tenant_id, stream_id)
--;
CREATE TABLE feedback (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	issue_id UUID NOT NULL,
	recipient TEXT NOT NULL,
	text TEXT NOT NULL,
	number BIGINT NOT NULL,
	CONSTRAINT feedback_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX feedback_issue_id ON feedback (tenant_id, issue_id)
--;
CREATE INDEX feedback_now ON feedback (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX feedback_sort ON feedback (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX feedback_stream ON feedback (tenant_id, stream_id)
--;
CREATE TABLE installation (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
)
--;
COMMENT ON TABLE installation IS 'What this database is for: ``purpose`` is ``demo`` where development commands may run.'
--;
CREATE TABLE issue (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	state TEXT NOT NULL,
	category TEXT NOT NULL,
	raised JSON NOT NULL,
	raised_by_id UUID,
	owner_id UUID NOT NULL,
	feedback_due BOOLEAN NOT NULL,
	case_count BIGINT,
	CONSTRAINT issue_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX issue_now ON issue (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX issue_owner_id ON issue (tenant_id, owner_id)
--;
CREATE INDEX issue_raised_by_id ON issue (tenant_id, raised_by_id)
--;
CREATE INDEX issue_sort ON issue (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX issue_stream ON issue (tenant_id, stream_id)
--;
CREATE TABLE issue_route (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	from_id UUID NOT NULL,
	to_id UUID NOT NULL,
	act TEXT NOT NULL,
	conditions TEXT[] NOT NULL,
	as_written TEXT NOT NULL,
	others_may BOOLEAN NOT NULL,
	number BIGINT NOT NULL,
	place TEXT NOT NULL,
	CONSTRAINT issue_route_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX issue_route_from_id ON issue_route (tenant_id, from_id)
--;
CREATE INDEX issue_route_now ON issue_route (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX issue_route_sort ON issue_route (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX issue_route_stream ON issue_route (tenant_id, stream_id)
--;
CREATE INDEX issue_route_to_id ON issue_route (tenant_id, to_id)
--;
CREATE TABLE legal_basis (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	title TEXT NOT NULL,
	form TEXT NOT NULL,
	CONSTRAINT legal_basis_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX legal_basis_now ON legal_basis (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX legal_basis_sort ON legal_basis (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX legal_basis_stream ON legal_basis (tenant_id, stream_id)
--;
CREATE TABLE lineage (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	change TEXT NOT NULL,
	link TEXT NOT NULL,
	from_id UUID NOT NULL,
	to_id UUID NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT lineage_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX lineage_from_id ON lineage (tenant_id, from_id)
--;
CREATE INDEX lineage_now ON lineage (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX lineage_sort ON lineage (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX lineage_stream ON lineage (tenant_id, stream_id)
--;
CREATE INDEX lineage_to_id ON lineage (tenant_id, to_id)
--;
CREATE TABLE meeting (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	mode TEXT,
	state TEXT NOT NULL,
	date JSON NOT NULL,
	starts_at TIMESTAMP WITH TIME ZONE,
	ends_at TIMESTAMP WITH TIME ZONE,
	place TEXT NOT NULL,
	openness TEXT NOT NULL,
	observers BIGINT,
	presider TEXT NOT NULL,
	counts JSON,
	body_ids UUID[] NOT NULL,
	fiscal_year BIGINT,
	number BIGINT,
	CONSTRAINT meeting_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX meeting_now ON meeting (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX meeting_sort ON meeting (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX meeting_stream ON meeting (tenant_id, stream_id)
--;
CREATE TABLE meeting_body (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	body_id UUID NOT NULL,
	number BIGINT,
	scheme TEXT NOT NULL,
	label TEXT NOT NULL,
	term_id UUID,
	place_in_list BIGINT NOT NULL,
	CONSTRAINT meeting_body_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX meeting_body_body_id ON meeting_body (tenant_id, body_id)
--;
CREATE INDEX meeting_body_meeting_id ON meeting_body (tenant_id, meeting_id)
--;
CREATE INDEX meeting_body_now ON meeting_body (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX meeting_body_sort ON meeting_body (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX meeting_body_stream ON meeting_body (tenant_id, stream_id)
--;
CREATE INDEX meeting_body_term_id ON meeting_body (tenant_id, term_id)
--;
CREATE TABLE membership (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	body_id UUID NOT NULL,
	term_id UUID,
	organization_id UUID,
	person_id UUID,
	category TEXT NOT NULL,
	office TEXT NOT NULL,
	job_title TEXT NOT NULL,
	ex_officio BOOLEAN NOT NULL,
	substitute BOOLEAN NOT NULL,
	vacant BOOLEAN NOT NULL,
	seat_id UUID,
	successor_id UUID,
	place_in_list BIGINT NOT NULL,
	CONSTRAINT membership_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX membership_body_id ON membership (tenant_id, body_id)
--;
CREATE INDEX membership_now ON membership (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX membership_organization_id ON membership (tenant_id, organization_id)
--;
CREATE INDEX membership_person_id ON membership (tenant_id, person_id)
--;
CREATE INDEX membership_seat_id ON membership (tenant_id, seat_id)
--;
CREATE INDEX membership_sort ON membership (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX membership_stream ON membership (tenant_id, stream_id)
--;
CREATE INDEX membership_successor_id ON membership (tenant_id, successor_id)
--;
CREATE INDEX membership_term_id ON membership (tenant_id, term_id)
--;
CREATE TABLE minutes (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	state TEXT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	url TEXT NOT NULL,
	published_by BIGINT,
	shown_to TEXT NOT NULL,
	CONSTRAINT minutes_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX minutes_meeting_id ON minutes (tenant_id, meeting_id)
--;
CREATE INDEX minutes_now ON minutes (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX minutes_sort ON minutes (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX minutes_stream ON minutes (tenant_id, stream_id)
--;
CREATE TABLE municipality (
	tenant_id UUID NOT NULL,
	host TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	status TEXT NOT NULL,
	fictitious BOOLEAN NOT NULL,
	PRIMARY KEY (tenant_id),
	UNIQUE (host)
)
--;
COMMENT ON TABLE municipality IS 'Small and global (a reference table): which tenant a host name means; no council content.'
--;
CREATE TABLE municipality_member (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	CONSTRAINT municipality_member_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX municipality_member_now ON municipality_member (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX municipality_member_sort ON municipality_member (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX municipality_member_stream ON municipality_member (tenant_id, stream_id)
--;
CREATE TABLE municipality_profile (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	kind TEXT NOT NULL,
	parent_name TEXT NOT NULL,
	status TEXT NOT NULL,
	fictitious BOOLEAN NOT NULL,
	notation TEXT NOT NULL,
	era TEXT NOT NULL,
	vocabulary JSON NOT NULL,
	CONSTRAINT municipality_profile_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX municipality_profile_now ON municipality_profile (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX municipality_profile_sort ON municipality_profile (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX municipality_profile_stream ON municipality_profile (tenant_id, stream_id)
--;
CREATE TABLE occasion (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	container_id UUID NOT NULL,
	container_kind TEXT NOT NULL,
	day DATE NOT NULL,
	CONSTRAINT occasion_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX occasion_container_id ON occasion (tenant_id, container_id)
--;
CREATE INDEX occasion_now ON occasion (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX occasion_sort ON occasion (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX occasion_stream ON occasion (tenant_id, stream_id)
--;
CREATE TABLE operator_access (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	reason TEXT NOT NULL,
	CONSTRAINT operator_access_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX operator_access_now ON operator_access (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX operator_access_sort ON operator_access (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX operator_access_stream ON operator_access (tenant_id, stream_id)
--;
CREATE TABLE organization (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	parent_name TEXT NOT NULL,
	category TEXT NOT NULL,
	CONSTRAINT organization_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX organization_now ON organization (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX organization_sort ON organization (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX organization_stream ON organization (tenant_id, stream_id)
--;
CREATE TABLE person (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	reading TEXT NOT NULL,
	CONSTRAINT person_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX person_now ON person (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX person_sort ON person (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX person_stream ON person (tenant_id, stream_id)
--;
CREATE TABLE phase (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	council_id UUID NOT NULL,
	name TEXT NOT NULL,
	number BIGINT NOT NULL,
	duration TEXT NOT NULL,
	as_written TEXT NOT NULL,
	fiscal_years BIGINT[] NOT NULL,
	state TEXT NOT NULL,
	goals JSON NOT NULL,
	body_ids UUID[] NOT NULL,
	CONSTRAINT phase_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX phase_council_id ON phase (tenant_id, council_id)
--;
CREATE INDEX phase_now ON phase (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX phase_sort ON phase (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX phase_stream ON phase (tenant_id, stream_id)
--;
CREATE TABLE purpose (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	number BIGINT NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT purpose_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX purpose_now ON purpose (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX purpose_sort ON purpose (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX purpose_stream ON purpose (tenant_id, stream_id)
--;
CREATE TABLE quorum_count (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	meeting_id UUID NOT NULL,
	body_id UUID NOT NULL,
	base BIGINT NOT NULL,
	needed BIGINT NOT NULL,
	present BIGINT NOT NULL,
	met BOOLEAN NOT NULL,
	CONSTRAINT quorum_count_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX quorum_count_body_id ON quorum_count (tenant_id, body_id)
--;
CREATE INDEX quorum_count_meeting_id ON quorum_count (tenant_id, meeting_id)
--;
CREATE INDEX quorum_count_now ON quorum_count (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX quorum_count_sort ON quorum_count (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX quorum_count_stream ON quorum_count (tenant_id, stream_id)
--;
CREATE TABLE recommendation (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	title TEXT NOT NULL,
	kind TEXT NOT NULL,
	from_id UUID NOT NULL,
	in_answer_to TEXT NOT NULL,
	text TEXT NOT NULL,
	addressee TEXT NOT NULL,
	adopted JSON,
	delivered JSON,
	response JSON,
	responded JSON,
	issue_ids UUID[] NOT NULL,
	CONSTRAINT recommendation_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX recommendation_from_id ON recommendation (tenant_id, from_id)
--;
CREATE INDEX recommendation_now ON recommendation (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX recommendation_sort ON recommendation (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX recommendation_stream ON recommendation (tenant_id, stream_id)
--;
CREATE TABLE referral (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	issue_id UUID NOT NULL,
	act TEXT NOT NULL,
	from_id UUID,
	to_id UUID,
	question TEXT NOT NULL,
	due DATE,
	meeting_id UUID,
	outcome TEXT NOT NULL,
	exception TEXT NOT NULL,
	number BIGINT NOT NULL,
	CONSTRAINT referral_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX referral_from_id ON referral (tenant_id, from_id)
--;
CREATE INDEX referral_issue_id ON referral (tenant_id, issue_id)
--;
CREATE INDEX referral_meeting_id ON referral (tenant_id, meeting_id)
--;
CREATE INDEX referral_now ON referral (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX referral_sort ON referral (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX referral_stream ON referral (tenant_id, stream_id)
--;
CREATE INDEX referral_to_id ON referral (tenant_id, to_id)
--;
CREATE TABLE role_grant (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	user_id UUID NOT NULL,
	role TEXT NOT NULL,
	body_id UUID,
	CONSTRAINT role_grant_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX role_grant_body_id ON role_grant (tenant_id, body_id)
--;
CREATE INDEX role_grant_now ON role_grant (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX role_grant_sort ON role_grant (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX role_grant_stream ON role_grant (tenant_id, stream_id)
--;
CREATE INDEX role_grant_user_id ON role_grant (tenant_id, user_id)
--;
CREATE TABLE schedule_entry (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	fiscal_year BIGINT NOT NULL,
	number BIGINT NOT NULL,
	month BIGINT,
	planned JSON,
	text TEXT NOT NULL,
	body_id UUID,
	CONSTRAINT schedule_entry_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX schedule_entry_body_id ON schedule_entry (tenant_id, body_id)
--;
CREATE INDEX schedule_entry_now ON schedule_entry (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX schedule_entry_sort ON schedule_entry (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX schedule_entry_stream ON schedule_entry (tenant_id, stream_id)
--;
CREATE TABLE search_gram (
	tenant_id UUID NOT NULL,
	gram TEXT COLLATE "C" NOT NULL,
	stream_id UUID NOT NULL,
	CONSTRAINT search_gram_pkey PRIMARY KEY (tenant_id, gram, stream_id)
)
--;
CREATE INDEX search_gram_stream ON search_gram (tenant_id, stream_id)
--;
COMMENT ON TABLE search_gram IS 'Pairs of characters of every searchable text, ever: candidates, verified on the rows.'
--;
CREATE TABLE seat (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	body_id UUID NOT NULL,
	term_id UUID,
	category TEXT NOT NULL,
	label TEXT NOT NULL,
	number BIGINT,
	CONSTRAINT seat_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX seat_body_id ON seat (tenant_id, body_id)
--;
CREATE INDEX seat_now ON seat (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX seat_sort ON seat (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX seat_stream ON seat (tenant_id, stream_id)
--;
CREATE INDEX seat_term_id ON seat (tenant_id, term_id)
--;
CREATE TABLE secretariat (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	names TEXT[] NOT NULL,
	mode TEXT NOT NULL,
	as_written TEXT NOT NULL,
	CONSTRAINT secretariat_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX secretariat_now ON secretariat (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX secretariat_sort ON secretariat (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX secretariat_stream ON secretariat (tenant_id, stream_id)
--;
CREATE TABLE source_document (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	title TEXT NOT NULL,
	subtitle TEXT NOT NULL,
	publisher TEXT NOT NULL,
	form TEXT NOT NULL,
	url TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	date JSON,
	CONSTRAINT source_document_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX source_document_now ON source_document (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX source_document_sort ON source_document (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX source_document_stream ON source_document (tenant_id, stream_id)
--;
CREATE TABLE statement (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	effective JSON,
	until JSON,
	kind TEXT NOT NULL,
	parent TEXT NOT NULL,
	name TEXT NOT NULL,
	number BIGINT NOT NULL,
	label TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	as_written TEXT NOT NULL,
	CONSTRAINT statement_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX statement_now ON statement (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX statement_sort ON statement (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX statement_stream ON statement (tenant_id, stream_id)
--;
CREATE TABLE subject_key (
	tenant_id UUID NOT NULL,
	subject_id UUID NOT NULL,
	wrapped BYTEA,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	destroyed_at TIMESTAMP WITH TIME ZONE,
	PRIMARY KEY (tenant_id, subject_id),
	CONSTRAINT subject_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
)
--;
COMMENT ON TABLE subject_key IS 'Operational, not in the main backup: subjects'' keys, wrapped by the tenant''s; null: destroyed.'
--;
CREATE TABLE tenant_head (
	tenant_id UUID NOT NULL,
	position BIGINT NOT NULL,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	hash BYTEA NOT NULL,
	PRIMARY KEY (tenant_id)
)
 WITH (fillfactor = 50)
--;
CREATE TABLE tenant_key (
	tenant_id UUID NOT NULL,
	wrapped BYTEA NOT NULL,
	master TEXT NOT NULL,
	PRIMARY KEY (tenant_id)
)
--;
COMMENT ON TABLE tenant_key IS 'Operational, not in the main backup: a tenant''s key, wrapped by the master key of that name.'
--;
CREATE TABLE term (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	body_id UUID NOT NULL,
	number BIGINT,
	until_event TEXT NOT NULL,
	length_years BIGINT,
	as_written TEXT NOT NULL,
	planned_end JSON,
	CONSTRAINT term_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX term_body_id ON term (tenant_id, body_id)
--;
CREATE INDEX term_now ON term (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX term_sort ON term (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX term_stream ON term (tenant_id, stream_id)
--;
CREATE TABLE user_account (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	stream_id UUID NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	known_from BIGINT NOT NULL,
	known_to BIGINT,
	existence TEXT NOT NULL,
	audience TEXT NOT NULL,
	own_audience TEXT,
	sort TEXT COLLATE "C" NOT NULL,
	facts BIGINT[] NOT NULL,
	started JSON,
	attested JSON,
	last_attested JSON,
	ended JSON,
	name TEXT NOT NULL,
	accepted BOOLEAN NOT NULL,
	CONSTRAINT user_account_pkey PRIMARY KEY (tenant_id, id, valid_from, known_from)
)
--;
CREATE INDEX user_account_now ON user_account (tenant_id, id, valid_from) WHERE known_to IS NULL
--;
CREATE INDEX user_account_sort ON user_account (tenant_id, sort, id) WHERE known_to IS NULL
--;
CREATE INDEX user_account_stream ON user_account (tenant_id, stream_id)
--;
ALTER TABLE events ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE events FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON events USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON events TO kyogikai_app
--;
ALTER TABLE tenant_head ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tenant_head FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tenant_head USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE ON tenant_head TO kyogikai_app
--;
ALTER TABLE checkpoint ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE checkpoint FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON checkpoint USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT ON checkpoint TO kyogikai_app
--;
ALTER TABLE tenant_key ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tenant_key FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tenant_key USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE ON tenant_key TO kyogikai_app
--;
ALTER TABLE subject_key ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE subject_key FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON subject_key USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE ON subject_key TO kyogikai_app
--;
GRANT SELECT, INSERT, UPDATE ON municipality TO kyogikai_app
--;
GRANT SELECT ON installation TO kyogikai_app
--;
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events is append-only: % is refused', TG_OP
          USING ERRCODE = 'insufficient_privilege'; END $$
--;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
       FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE FUNCTION log_genesis(tenant uuid) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(int8send(14) || 'kyogikai-log/1'::bytea || int8send(16) || uuid_send(tenant)) $$
--;
CREATE FUNCTION log_append(
  tenant uuid, streams uuid[], versions bigint[], topics text[], states bytea[], actor text, role text,
  request text, command text, key bytea, digest bytea, audiences text[], salts bytea[], digests bytea[],
  OUT first_position bigint, OUT recorded timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  h bytea; hashes bytea[] := '{}'; micros bigint; n int := cardinality(streams);
BEGIN
  LOOP
    SELECT t.position + 1, greatest(clock_timestamp(), t.recorded_at + interval '1 microsecond'), t.hash
      INTO first_position, recorded, h FROM tenant_head t WHERE t.tenant_id = tenant FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO tenant_head VALUES (tenant, 0, 'epoch', log_genesis(tenant)) ON CONFLICT DO NOTHING;
  END LOOP;
  micros := (extract(epoch FROM recorded) * 1000000)::bigint;
  FOR i IN 1..n LOOP
    h := sha256(h || int8send(first_position + i - 1) || int8send(micros) || digests[i]);
    hashes := hashes || h;
  END LOOP;
  INSERT INTO events SELECT tenant, first_position + u.n - 1, u.stream, u.version, u.topic, u.state, recorded,
      actor, role, request, command, key, digest, u.audience, u.salt, u.hash
    FROM unnest(streams, versions, topics, states, audiences, salts, hashes) WITH ORDINALITY
      AS u(stream, version, topic, state, audience, salt, hash, n);
  UPDATE tenant_head t SET position = first_position + n - 1, recorded_at = recorded, hash = h
    WHERE t.tenant_id = tenant;
END $$
--;
CREATE FUNCTION log_position_at(tenant uuid, moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0; high bigint; middle bigint; found timestamptz;
BEGIN
  SELECT position INTO high FROM tenant_head WHERE tenant_id = tenant;
  WHILE low < coalesce(high, 0) LOOP
    middle := (low + high + 1) / 2;
    SELECT recorded_at INTO found FROM events WHERE tenant_id = tenant AND position = middle;
    IF found <= moment THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$
--;
ALTER TABLE occasion ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE occasion FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON occasion USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON occasion TO kyogikai_app
--;
ALTER TABLE api_client ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE api_client FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON api_client USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_client TO kyogikai_app
--;
ALTER TABLE user_account ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE user_account FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON user_account USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON user_account TO kyogikai_app
--;
ALTER TABLE role_grant ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE role_grant FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON role_grant USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON role_grant TO kyogikai_app
--;
ALTER TABLE operator_access ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE operator_access FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON operator_access USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON operator_access TO kyogikai_app
--;
ALTER TABLE data_export ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE data_export FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON data_export USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON data_export TO kyogikai_app
--;
ALTER TABLE council ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE council FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON council USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON council TO kyogikai_app
--;
ALTER TABLE dated_name ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE dated_name FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON dated_name USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON dated_name TO kyogikai_app
--;
ALTER TABLE lineage ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE lineage FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON lineage USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON lineage TO kyogikai_app
--;
ALTER TABLE body_group ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE body_group FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON body_group USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON body_group TO kyogikai_app
--;
ALTER TABLE body ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE body FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON body USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON body TO kyogikai_app
--;
ALTER TABLE activity ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE activity FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON activity USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON activity TO kyogikai_app
--;
ALTER TABLE activity_step ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE activity_step FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON activity_step USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON activity_step TO kyogikai_app
--;
ALTER TABLE organization ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE organization FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON organization USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON organization TO kyogikai_app
--;
ALTER TABLE person ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE person FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON person USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON person TO kyogikai_app
--;
ALTER TABLE external_party ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE external_party FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON external_party USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON external_party TO kyogikai_app
--;
ALTER TABLE term ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE term FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON term USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON term TO kyogikai_app
--;
ALTER TABLE seat ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE seat FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON seat USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat TO kyogikai_app
--;
ALTER TABLE membership ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE membership FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON membership USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO kyogikai_app
--;
ALTER TABLE attendance ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE attendance FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON attendance USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON attendance TO kyogikai_app
--;
ALTER TABLE enactment ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE enactment FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON enactment USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON enactment TO kyogikai_app
--;
ALTER TABLE issue_route ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE issue_route FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON issue_route USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON issue_route TO kyogikai_app
--;
ALTER TABLE issue ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE issue FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON issue USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON issue TO kyogikai_app
--;
ALTER TABLE referral ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE referral FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON referral USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON referral TO kyogikai_app
--;
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON feedback USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON feedback TO kyogikai_app
--;
ALTER TABLE source_document ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE source_document FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON source_document USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON source_document TO kyogikai_app
--;
ALTER TABLE meeting ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE meeting FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON meeting USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting TO kyogikai_app
--;
ALTER TABLE meeting_body ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE meeting_body FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON meeting_body USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting_body TO kyogikai_app
--;
ALTER TABLE agenda_item ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE agenda_item FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON agenda_item USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON agenda_item TO kyogikai_app
--;
ALTER TABLE quorum_count ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE quorum_count FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON quorum_count USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON quorum_count TO kyogikai_app
--;
ALTER TABLE decision ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE decision FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON decision USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON decision TO kyogikai_app
--;
ALTER TABLE document ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE document FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON document USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON document TO kyogikai_app
--;
ALTER TABLE minutes ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE minutes FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON minutes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON minutes TO kyogikai_app
--;
ALTER TABLE purpose ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE purpose FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON purpose USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON purpose TO kyogikai_app
--;
ALTER TABLE composition ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE composition FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON composition USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON composition TO kyogikai_app
--;
ALTER TABLE cadence ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE cadence FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON cadence USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON cadence TO kyogikai_app
--;
ALTER TABLE phase ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE phase FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON phase USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON phase TO kyogikai_app
--;
ALTER TABLE schedule_entry ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE schedule_entry FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON schedule_entry USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON schedule_entry TO kyogikai_app
--;
ALTER TABLE annual_theme ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE annual_theme FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON annual_theme USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON annual_theme TO kyogikai_app
--;
ALTER TABLE recommendation ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE recommendation FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON recommendation USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON recommendation TO kyogikai_app
--;
ALTER TABLE statement ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE statement FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON statement USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON statement TO kyogikai_app
--;
ALTER TABLE secretariat ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE secretariat FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON secretariat USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON secretariat TO kyogikai_app
--;
ALTER TABLE legal_basis ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE legal_basis FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON legal_basis USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON legal_basis TO kyogikai_app
--;
ALTER TABLE external_context ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE external_context FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON external_context USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON external_context TO kyogikai_app
--;
ALTER TABLE municipality_profile ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE municipality_profile FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON municipality_profile USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON municipality_profile TO kyogikai_app
--;
ALTER TABLE municipality_member ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE municipality_member FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON municipality_member USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON municipality_member TO kyogikai_app
--;
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON audit_entry USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_entry TO kyogikai_app
--;
ALTER TABLE search_gram ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE search_gram FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON search_gram USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_gram TO kyogikai_app
