"""The operational table of notices: which letter to whom, whether it is on its way, and its answer link."""

from collections.abc import Sequence

import sqlalchemy as sa

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
letter = sa.Table(
    "meeting_letter",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("meeting_id", sa.Uuid, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("membership_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary),
    sa.Column("queued_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("begun_at", MOMENT),
    sa.Column("sent_at", MOMENT),
    sa.Column("failed_at", MOMENT),
    sa.PrimaryKeyConstraint(
        "tenant_id", "meeting_id", "edition", "round", "membership_id", name="meeting_letter_pkey"
    ),
    sa.UniqueConstraint("tenant_id", "digest", name="meeting_letter_digest"),
    sa.Index("meeting_letter_queued_at", "tenant_id", "queued_at"),
    postgresql_with={"fillfactor": 70},
    comment="Operational, owned by notices, kept as long as the municipality says, "
    "never exported: which member was sent which "
    "notice of a meeting and when, with the SHA-256 of the secret of its answer link; no address.",
)
TABLES = (letter,)


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted."""
    return row_security(letter.name, "SELECT, INSERT, UPDATE, DELETE")
