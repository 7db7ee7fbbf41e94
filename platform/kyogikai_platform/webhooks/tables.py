"""The operational tables of webhooks: where a client is told of changes, what is told, what became of it.

None of them names anybody: a delivery knows the kind and the id of a record, and a position of the log.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
LIVELY = {"fillfactor": 70}
webhook = sa.Table(
    "webhook",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kinds", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("sealed_before", sa.Text),
    sa.Column("before_until", MOMENT),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("run", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("made_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("off_at", MOMENT),
    sa.Column("off_why", sa.Text, nullable=False, server_default=""),
    sa.Column("told_at", MOMENT),
    sa.Column("failures", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("resume_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("turn_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("taken_by", sa.Uuid),
    sa.Column("taken_until", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="webhook_pkey"),
    sa.Index("webhook_client_id", "tenant_id", "client_id"),
    postgresql_with=LIVELY,
    comment="Operational, owned by webhooks, kept while in use, never exported: where an API client is told "
    "of changes and how far it was, with the secret that signs, sealed with the municipality's key.",
)
delivery = sa.Table(
    "webhook_delivery",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("webhook_id", sa.Uuid, nullable=False),
    sa.Column("run", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Uuid, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.Column("queued_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("next_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("tries", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("first_at", MOMENT),
    sa.Column("done_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="webhook_delivery_pkey"),
    sa.UniqueConstraint(
        "tenant_id", "webhook_id", "run", "position", "subject_id", name="webhook_delivery_once"
    ),
    sa.Index(
        "webhook_delivery_waiting", "tenant_id", "webhook_id", "run", "position",
        postgresql_where=sa.text("done_at IS NULL"),
    ),
    sa.Index("webhook_delivery_done_at", "tenant_id", "done_at"),
    postgresql_with=LIVELY,
    comment="Operational, owned by webhooks, kept after it arrived as long as the municipality says, "
    "never exported: which change "
    "a webhook is to be told, by the kind and id of the record; no name and no text.",
)  # fmt: skip
attempt = sa.Table(
    "webhook_attempt",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("delivery_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("status", sa.BigInteger),
    sa.Column("problem", sa.Text, nullable=False, server_default=""),
    sa.Column("millis", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "delivery_id", "number", name="webhook_attempt_pkey"),
    comment="Operational, owned by webhooks, kept as long as the delivery, never exported: each attempt, and "
    "the status that was answered; of the answer itself nothing is kept.",
)
TABLES = (webhook, delivery, attempt)


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted."""
    grants = "SELECT, INSERT, UPDATE, DELETE"
    return [statement for table in TABLES for statement in row_security(table.name, grants)]
