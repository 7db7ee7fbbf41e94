"""The log's tables, and what the database itself refuses: this is where the rules of storage stand."""

from collections.abc import Sequence

import sqlalchemy as sa

OWNER, APPLICATION, CLOSER = "kyogikai_owner", "kyogikai_app", "kyogikai_closer"
"""Roles: structure; the running product (no superuser, no BYPASSRLS); the closing of a tenant."""

metadata = sa.MetaData()

municipality = sa.Table(
    "municipality",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("host", sa.Text, nullable=False, unique=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("fictitious", sa.Boolean, nullable=False),
    comment="Small and global (a reference table): which tenant a host name means; no council content.",
)
installation = sa.Table(
    "installation",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="What this database is for: ``purpose`` is ``demo`` where development commands may run.",
)
head = sa.Table(
    "tenant_head",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    postgresql_with={"fillfactor": 50},
)
events = sa.Table(
    "events",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("stream_id", sa.Uuid, nullable=False),
    sa.Column("stream_version", sa.BigInteger, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("command_key", sa.LargeBinary, nullable=False),
    sa.Column("command_digest", sa.LargeBinary, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "position"),
    sa.UniqueConstraint("tenant_id", "stream_id", "stream_version", name="events_stream"),
    sa.Index(
        "events_command_key", "tenant_id", "command_key", postgresql_where=sa.text("command_key <> ''::bytea")
    ),
)
checkpoint = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("root_hash", sa.LargeBinary, nullable=False),
    sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("note", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "size"),
    comment="Operational: signed checkpoints, kept for good; an older one held outside catches a rewriting.",
)
tree_node = sa.Table(
    "tree_node",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("level", sa.BigInteger, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "level", "place", name="tree_node_pkey"),
    comment="Derived from the log, never exported: roots of complete subtrees of 256 ** level leaves.",
)

tenant_key = sa.Table(
    "tenant_key",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("master", sa.Text, nullable=False),
    comment="Operational, not in the main backup: a tenant's key, wrapped by the master key of that name.",
)
subject_key = sa.Table(
    "subject_key",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("subject_id", sa.Uuid, nullable=False),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("destroyed_at", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "subject_id"),
    sa.CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="subject_key_destroyed"),
    comment="Operational, not in the main backup: subjects' keys, wrapped by the tenant's; null: destroyed.",
)


def row_security(table: str, grants: str) -> list[str]:
    """Only the transaction's tenant; nobody, the owner included, sees past it."""
    own = "tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_tenant ON {table} USING ({own}) WITH CHECK ({own})",
        f"GRANT {grants} ON {table} TO {APPLICATION}",
        f"GRANT SELECT, DELETE ON {table} TO {CLOSER}",
    ]


KEPT = (events, head, checkpoint, tenant_key, subject_key, municipality)
"""Whose rows the closer alone may delete: neither the application nor the owner."""

APPEND_ONLY = [
    f"""CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF TG_OP = 'DELETE' AND current_user = '{CLOSER}' AND EXISTS (SELECT FROM municipality m
           WHERE m.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
           AND m.status = 'closed') THEN RETURN NULL; END IF;
         RAISE EXCEPTION 'events is append-only: % is refused', TG_OP
          USING ERRCODE = 'insufficient_privilege'; END $$""",
    """CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
       FOR EACH STATEMENT EXECUTE FUNCTION append_only()""",
]

GENESIS = """
CREATE FUNCTION log_genesis(tenant uuid) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(int8send(14) || 'kyogikai-log/1'::bytea || int8send(16) || uuid_send(tenant)) $$
"""
APPEND = """
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
"""
POSITION_AT = """
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
"""
"""Positions have no gaps and times only grow: a binary search saves an index in every append."""


def ddl() -> Sequence[str]:
    """What SQLAlchemy's metadata cannot say of these tables."""
    return [
        *row_security("events", "SELECT, INSERT"),
        *row_security("tenant_head", "SELECT, INSERT, UPDATE"),
        *row_security("checkpoint", "SELECT, INSERT"),
        *row_security("tree_node", "SELECT, INSERT"),
        *row_security("tenant_key", "SELECT, INSERT, UPDATE"),
        *row_security("subject_key", "SELECT, INSERT, UPDATE"),
        f"GRANT SELECT, INSERT, UPDATE ON municipality TO {APPLICATION}",
        f"GRANT SELECT, DELETE ON municipality TO {CLOSER}",
        *(f"REVOKE DELETE, TRUNCATE ON {table.name} FROM {OWNER}" for table in KEPT),
        f"GRANT SELECT ON installation TO {APPLICATION}",
        *APPEND_ONLY,
        GENESIS,
        APPEND,
        POSITION_AT,
    ]
