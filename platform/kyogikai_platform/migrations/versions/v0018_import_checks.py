"""Files that were looked at to be imported, frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create their read table."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
