"""What Citus asks of every table holds on plain PostgreSQL, and the script knows them all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from deploy.citus.distribute import LOCAL, REFERENCE, RULES, Breaks, distributed, faults, statements

pytestmark = pytest.mark.check
ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for floor in ("platform", "graphql", "projections", "tenants")
    for path in (ROOT / floor).rglob("*")
    if path.suffix in {".py", ".sql"}
]
AVOIDED = re.compile(
    r"pg_advisory|pg_notify|\bLISTEN\s+\w|\bNOTIFY\s+\w|set_config\s*\(|SET\s+(SESSION\s+)?app\.",
    re.IGNORECASE,
)
ALONE = {"structure.py": "pg_advisory"}
"""Changes of structure wait for each other at the coordinator, where they all are."""


@pytest.fixture
def catalogue(engine: sa.Engine, superuser: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that may plant anything; rolled back."""
    assert engine.dialect.name == "postgresql"  # asked for because it makes the structure
    with superuser.connect() as connection:
        yield connection
        connection.rollback()


def test_every_table_keeps_the_rules(catalogue: sa.Connection) -> None:
    assert faults(catalogue) == []


def test_every_table_is_in_one_list(catalogue: sa.Connection) -> None:
    own = distributed(catalogue)
    every = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert {*own, *REFERENCE, *LOCAL} == set(catalogue.exec_driver_sql(every).scalars())
    assert not set(own) & {*REFERENCE, *LOCAL}
    made = "\n".join(statements(catalogue))
    assert all(made.count(f"('public.{name}'") == 1 for name in (*own, *REFERENCE))
    assert "alembic_version" not in made
    assert "colocate_with => 'public." in made, "tables of a tenant are on one machine"


PLANTED = {
    "a table of a tenant": (
        "CREATE TABLE planted (id uuid PRIMARY KEY)",
        "CREATE TABLE planted (tenant_id uuid)",
        "CREATE TABLE planted (tenant_id text PRIMARY KEY)",
    ),
    "a primary key": (
        "CREATE TABLE planted (tenant_id uuid NOT NULL, id uuid PRIMARY KEY)",
        "ALTER TABLE body ADD CONSTRAINT planted UNIQUE (id, tenant_id)",
        "CREATE UNIQUE INDEX planted ON body (lower(name), tenant_id)",
    ),
    "a foreign key": (
        "ALTER TABLE job ADD CONSTRAINT planted FOREIGN KEY (id, tenant_id) REFERENCES job (id, tenant_id)",
    ),
    "an exclusion constraint": (
        "CREATE TABLE planted (tenant_id uuid NOT NULL, at int4range, EXCLUDE USING gist (at WITH &&))",
    ),
    "there is no sequence": (
        "CREATE SEQUENCE planted",
        "ALTER TABLE installation ADD planted int GENERATED ALWAYS AS IDENTITY",
    ),
    "ids are made": ("ALTER TABLE job ALTER id SET DEFAULT gen_random_uuid()",),
    "no function waits": (
        "CREATE FUNCTION planted() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(1)'",
        "CREATE FUNCTION planted() RETURNS void LANGUAGE plpgsql AS 'BEGIN NOTIFY planted; END'",
    ),
    "no view": ("CREATE VIEW planted AS SELECT 1", "CREATE UNLOGGED TABLE planted (tenant_id uuid NOT NULL)"),
}


def test_every_rule_has_a_fault() -> None:
    assert len(PLANTED) == len(RULES)
    assert all(any(rule.startswith(begin) for rule in RULES) for begin in PLANTED)


@pytest.mark.parametrize(
    ("rule", "plant"), [(rule, plant) for rule, every in PLANTED.items() for plant in every]
)
def test_a_planted_fault_is_seen_and_stops_the_script(
    catalogue: sa.Connection, rule: str, plant: str
) -> None:
    if "REFERENCES job" in plant:
        catalogue.exec_driver_sql("CREATE UNIQUE INDEX own ON job (tenant_id, id)")
        catalogue.exec_driver_sql("ALTER TABLE job ADD CONSTRAINT other UNIQUE (id, tenant_id)")
    catalogue.exec_driver_sql(plant)
    assert any(f": {rule}" in found for found in faults(catalogue))
    with pytest.raises(Breaks):
        list(statements(catalogue))


def found(text: str) -> list[str]:
    """What of a source no machine but one would know of; comments and docstrings may speak of it."""
    bare = re.sub(r'"""(?:[^"]|"(?!""))*"""|^\s*(#|--).*$', "", text, flags=re.MULTILINE)
    return [match[0] for match in AVOIDED.finditer(bare)]


def test_no_source_waits_for_tells_or_locks_by_numbers() -> None:
    own = {path.name: found(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {name: words for name, words in own.items() if words} == {n: [w] for n, w in ALONE.items()}
    for planted in (
        "SELECT pg_advisory_lock(1)",
        "NOTIFY x",
        "SELECT set_config('a', 'b', false)",
        "SET app.tenant_id = 1",
    ):
        assert found(f'connection.execute("{planted}")')
