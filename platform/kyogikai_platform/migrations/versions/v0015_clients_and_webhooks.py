"""Access tokens, the access log of API clients, and webhooks, frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create their tables, and what tells an access token from a secret."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
