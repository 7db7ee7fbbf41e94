"""Presented abstracts, case conferences, withdrawn consent and retention, frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create their read tables, and the column that says that consent is withdrawn."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
