"""Which rows there are, as SQL text: the very clauses that the plain resolvers ask with, with holes in them.

Who may see what, and what two times mean, is said once (``kyogikai_projections.reading``). Here those
clauses are rendered over symbols instead of values, so that a plan serves every day, position and tenant.
A hole is written ``«name:TYPE»``; ``asked`` holes are filled in the order in which they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from typing_extensions import override

from kyogikai_projections.paging import Condition
from kyogikai_projections.reading import Clause, Moment, Reading, Sight
from kyogikai_projections.tables import TABLES

HOLE = re.compile(r"«(\w+):([\w\[\] ]+)»")
ROW = "row_"
"""What the row is called in a template."""


class _Renderer(pg.base.PGCompiler):
    """Constants of ours stand in the text; what a request brings is a hole."""

    @override
    def visit_bindparam(self, bindparam: Any, *flags: Any, **kw: Any) -> str:
        """A hole with its type, or the constant itself."""
        name = "asked" if getattr(bindparam, "_orig_key", "") == "asked" else bindparam.key
        if bindparam.unique and name != "asked":
            own: Any = super().visit_bindparam
            return str(own(bindparam, *flags, **{**kw, "literal_binds": True}))
        return f"«{name}:{bindparam.type.compile(dialect=_DIALECT)}»"


class _Dialect(pg.base.PGDialect):
    """PostgreSQL without a driver: nothing is escaped for one."""

    statement_compiler = _Renderer
    supports_statement_cache = False


_DIALECT: Any = cast(Any, _Dialect)(paramstyle="named")


@dataclass(frozen=True)
class Symbol(Moment):
    """A moment that is not known yet."""

    @property
    @override
    def iso(self) -> Any:
        """A hole."""
        return sa.bindparam("iso", type_=sa.Text())


def moment(*, known_at: bool) -> Symbol:
    """Some day, at some position or as known now."""
    position = sa.bindparam("position", type_=sa.BigInteger()) if known_at else None
    return Symbol(cast(Any, sa.bindparam("day", type_=sa.Date())), cast(Any, position))


class Symbols(Reading):
    """Some tenant's read models as somebody of this sight sees them; nothing can be asked of it."""

    def __init__(self, sight: Sight) -> None:
        super().__init__(cast(Any, None), cast(Any, sa.bindparam("tenant_id", type_=sa.Uuid())), sight)

    @override
    def bodies(self, which: str) -> sa.BindParameter[Any]:
        """A hole."""
        return sa.bindparam(which, type_=pg.ARRAY(sa.Uuid))


def rendered(statement: sa.Select[Any]) -> str:
    """A statement with holes."""
    return str(statement.compile(dialect=_DIALECT)).replace("\n", " ")


def where(table: sa.FromClause, clause: Clause) -> str:
    """A clause about rows of a table, as it stands in a statement that has the table in its FROM."""
    text = rendered(sa.select(sa.literal_column("1")).select_from(table).where(clause))
    return text.split(" WHERE ", 1)[1]


@lru_cache(4096)
def template(way: str, table: str, of: str, sight: Sight, *, known_at: bool) -> str:
    """``listed`` (``of`` a parent's column), ``current`` or ``standing`` rows of a table."""
    row, reading = TABLES[table].alias(ROW), Symbols(sight)
    given = {"of": of} if way == "listed" else {}
    clause = getattr(reading, way)(row, table, moment(known_at=known_at), **given)
    return where(row, clause)


def condition(table: str, sight: Sight, asked: Condition, *, known_at: bool) -> str:
    """What narrows a list."""
    row = TABLES[table].alias(ROW)
    return where(row, asked.clause(row, Symbols(sight), moment(known_at=known_at)))


def filled(text: str, alias: str, fill: Callable[[str, str], str]) -> str:
    """A template about a row of that alias, its holes filled (name, type -> SQL)."""
    named = re.sub(rf"\b{ROW}\b", alias, text)
    return HOLE.sub(lambda hole: fill(hole[1], hole[2]), named)
