"""The closing of a tenant, and the colour of a municipality's pages.

Frozen as SQL. What is there of a tenant the closer may delete, and what a later revision makes of one too.
"""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Give the closer its rights, and make what an export and a closing leave."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
