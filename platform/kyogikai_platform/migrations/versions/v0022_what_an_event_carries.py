"""A webhook is told of everything that one event shows or hides, frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """A delivery is one by its subject too."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
