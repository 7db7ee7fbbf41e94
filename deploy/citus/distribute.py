"""Turn a database into one that Citus spreads over several machines, each tenant whole on one of them.

    python deploy/citus/distribute.py postgresql://owner@coordinator/kyogikai [--plan]

Run it once, on an upgraded and preferably still empty database, as whoever may create extensions. Every table
is in one of the three lists below or it is distributed by its tenant; what breaks a rule of Citus is refused
before anything is changed. ``--plan`` prints the statements. The rules are tested on plain PostgreSQL.
"""

import sys
from collections.abc import Iterator

import sqlalchemy as sa

TENANT = "tenant_id"
REFERENCE = ("installation", "municipality")
"""Small and global, without council content: a copy on every machine."""
LOCAL = ("alembic_version",)
"""On the coordinator alone: whoever changes the structure is there."""
APPLICATION = "kyogikai_app"
SETTINGS = (
    ("citus.propagate_set_commands", "local"),  # else SET LOCAL app.tenant_id stays on the coordinator
    ("citus.enable_unsafe_triggers", "on"),  # append_only fires on the workers; the GRANTs carry the rule
)
TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
)

RULES = {
    "a table of a tenant has a tenant_id of type uuid that is never null": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> ALL(:others) AND NOT EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull
          AND a.atttypid = 'uuid'::regtype)""",
    "a primary key, a unique constraint and a unique index start with it": """
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE n.nspname = 'public' AND i.indisunique AND c.relname <> ALL(:others)
        AND a.attname IS DISTINCT FROM 'tenant_id'""",
    "a foreign key starts with it on both sides, or leads to a reference table": """
        SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = k.confrelid
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
        WHERE n.nspname = 'public' AND k.contype = 'f' AND NOT (t.relname = ANY(:reference))
        AND (a.attname, b.attname) IS DISTINCT FROM ('tenant_id', 'tenant_id')""",
    "an exclusion constraint starts with it": """
        SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE n.nspname = 'public' AND k.contype = 'x' AND a.attname <> 'tenant_id'""",
    "there is no sequence and no identity column": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'S' UNION ALL
        SELECT c.relname || '.' || a.attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND a.attidentity <> ''""",
    "ids are made by the application: no default makes one up": """
        SELECT c.relname || '.' || a.attname FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE n.nspname = 'public' AND pg_get_expr(d.adbin, d.adrelid) ~* 'uuid|random|nextval'""",
    "no function waits for, tells or locks by numbers what other machines do not know": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public'
        AND p.prosrc ~* 'pg_advisory|pg_notify|\\mnotify\\M|\\mlisten\\M|set_config'""",
    "no view, no table that inherits, no table without a log": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND (c.relkind IN ('v', 'm', 'f')
          OR c.relpersistence <> 'p' AND c.relkind = 'r'
          OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND c.relkind = 'r'))""",
}  # fmt: skip
"""Each with the question that finds what breaks it; on a catalogue of plain PostgreSQL."""


class Breaks(Exception):
    """Something breaks a rule of Citus."""


def faults(connection: sa.Connection) -> list[str]:
    """What breaks a rule, each with its rule."""
    given = {"others": [*REFERENCE, *LOCAL], "reference": list(REFERENCE)}
    found = []
    for rule, query in RULES.items():
        wanted = sa.text(query)
        bound = {name: value for name, value in given.items() if f":{name}" in query}
        found += [f"{name}: {rule}" for name in sorted(connection.execute(wanted, bound).scalars())]
    return found


def distributed(connection: sa.Connection) -> list[str]:
    """The tables of tenants: whatever is in no other list."""
    return sorted(set(connection.exec_driver_sql(TABLES).scalars()) - {*REFERENCE, *LOCAL})


def statements(connection: sa.Connection) -> Iterator[str]:
    """What turns the database into one of Citus. Raises Breaks."""
    if broken := faults(connection):
        raise Breaks("\n".join(broken))
    yield "CREATE EXTENSION IF NOT EXISTS citus"
    for name, value in SETTINGS:
        yield f"ALTER ROLE {APPLICATION} SET {name} = '{value}'"
        yield f"SET LOCAL {name} = '{value}'"
    yield "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"
    for table in REFERENCE:
        yield f"SELECT create_reference_table('public.{table}')"
    first = "none"
    for table in distributed(connection):
        yield f"SELECT create_distributed_table('public.{table}', '{TENANT}', colocate_with => '{first}')"
        first = f"public.{distributed(connection)[0]}"


def distribute(engine: sa.Engine) -> None:
    """All of it in one transaction: it is one of Citus afterwards, or as it was. Raises Breaks."""
    with engine.begin() as connection:
        for statement in list(statements(connection)):
            connection.exec_driver_sql(statement)


def spread(engine: sa.Engine) -> bool:
    """Whether the database is one of Citus already."""
    with engine.connect() as connection:
        if connection.exec_driver_sql("SELECT to_regclass('pg_dist_partition')").scalar_one() is None:
            return False
        return bool(connection.exec_driver_sql("SELECT count(*) FROM pg_dist_partition").scalar_one())


def main(words: list[str]) -> int:
    """Plan, or do it."""
    url, *options = words
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
    try:
        if options == ["--plan"]:
            with engine.connect() as connection:
                sys.stdout.write(";\n".join(statements(connection)) + ";\n")
        else:
            distribute(engine)
    except Breaks as broken:
        sys.stderr.write(f"{broken}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
