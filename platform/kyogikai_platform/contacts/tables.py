"""The access log of contact details: who looked at whose, and when; never what they saw."""

from collections.abc import Sequence

import sqlalchemy as sa

from kyogikai_tenants.log.tables import metadata, row_security

contact_reading = sa.Table(
    "contact_reading",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("person_id", sa.Uuid, nullable=False),
    sa.Column("reader", sa.Uuid, nullable=False),
    sa.Column("read_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="contact_reading_pkey"),
    sa.Index("contact_reading_read_at", "tenant_id", "read_at"),
    sa.Index("contact_reading_person_id", "tenant_id", "person_id", "read_at"),
    comment="Operational, owned by contacts, kept as long as the municipality says, "
    "never exported: which account looked at the "
    "contact details of which person and when; no detail itself.",
)
TABLES = (contact_reading,)


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted, and nothing is changed."""
    return row_security(contact_reading.name, "SELECT, INSERT, DELETE")
