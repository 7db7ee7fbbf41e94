"""自治体: who keeps the record, alone or with others, and its own words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from graphene import Boolean, Field, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums
from kyogikai_graphql.common import Node, listed
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Row, record
from kyogikai_graphql.problems import Missing
from kyogikai_graphql.things import RowType, Thing, asking
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Moment
from kyogikai_projections.standing import Keeper, Keepers, of_tenant
from kyogikai_tenants.vocabulary import BodyKind
from kyogikai_tenants.vocabulary import MunicipalityKind as Kinds

SPECIAL_WARDS = "131"
"""How the codes of the 23 wards of Tokyo begin."""

SUFFIXES = {
    "市": Kinds.CITY, "町": Kinds.TOWN, "村": Kinds.VILLAGE, "区": Kinds.ADMINISTRATIVE_WARD,
    "都": Kinds.PREFECTURE, "道": Kinds.PREFECTURE, "府": Kinds.PREFECTURE, "県": Kinds.PREFECTURE,
}  # fmt: skip


@dataclass(frozen=True)
class OfTenant(Compiled):
    """A column that is known of the tenant itself, and not of those that hold a record together."""

    column: str
    otherwise: Any = None

    def __call__(self, root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Its value."""
        return root.row.get(self.column) or self.otherwise

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        if at.table == "municipality_profile":
            return c.column(at, self.column, ask)
        return "NULL::text" if self.otherwise is None else str(self.otherwise).lower()


class KindOf(Compiled):
    """As registered; a member's follows from its code and name."""

    def __call__(self, root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Its kind."""
        return root.row.get("kind") or kind_of(root.row["code"], root.row["name"])

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        if at.table == "municipality_profile":
            return f"upper({at}.kind)"
        ends = " ".join(f"WHEN '{end}' THEN '{kind.name}'" for end, kind in SUFFIXES.items())
        special = f"{at}.name LIKE '%区' AND {at}.code LIKE '{SPECIAL_WARDS}%'"
        return (
            f"CASE WHEN {special} THEN '{Kinds.SPECIAL_WARD.name}' ELSE CASE right({at}.name, 1) {ends} "
            f"ELSE '{Kinds.WIDE_AREA_UNION.name}' END END"
        )


def keeper(c: Selecting, table: str, moment: Any) -> tuple[Row, str]:
    """A row of the tenant itself, or of those that hold the record with it, and which rows there are."""
    row = c.row(table, moment)
    return row, c.statement.clause(of_tenant, row)


class Members(Compiled):
    """The municipalities of a joint tenant; a member has none."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        return [] if root.table == "municipality_member" else await members(info, root.moment)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        if at.table == "municipality_member":
            return "'[]'::json"
        row, which = keeper(c, "municipality_member", at.moment)
        return c.listed(row, ask, which)


class Holders(Compiled):
    """Those that hold a council together, or else the one that keeps the record."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        together = await members(info, root.moment)
        row = None if together else await asking(info).load(Keeper(root.moment), None)
        return [Thing("municipality_profile", row, root.moment)] if row is not None else together

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row, which = keeper(c, "municipality_member", at.moment)
        own, registered = keeper(c, "municipality_profile", at.moment)
        any_of, there = keeper(c, "municipality_member", at.moment)
        together = f"EXISTS (SELECT 1 FROM municipality_member {any_of} WHERE {there})"
        return (
            f"CASE WHEN {together} THEN {c.listed(row, ask, which)} ELSE {c.listed(own, ask, registered)} END"
        )


class OwnWord(Compiled):
    """The municipality's own word for a kind of body, or else everybody's."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> str:
        """In Japanese."""
        kind = BodyKind(root.row["kind"])
        row = await asking(info).load(Keeper(root.moment), None)
        own = {w["kind"]: w["word"] for w in (row["vocabulary"] if row is not None else ())}
        return own.get(kind.value) or word(kind, "ja")

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row, which = keeper(c, "municipality_profile", at.moment)
        own = (
            f"SELECT w.value->>'word' FROM municipality_profile {row} "
            f"CROSS JOIN LATERAL json_array_elements({row}.vocabulary) WITH ORDINALITY w(value, n) "
            f"WHERE {which} AND w.value->>'kind' = {at}.kind ORDER BY w.n DESC LIMIT 1"
        )
        common = " ".join(f"WHEN '{kind.value}' THEN '{word(kind, 'ja')}'" for kind in BodyKind)
        return f"coalesce(nullif(({own}), ''), CASE {at}.kind {common} END)"


class Tenant(Compiled):
    """The municipality whose record this is."""

    async def __call__(self, _root: None, info: GraphQLResolveInfo) -> Thing:
        """On record. Raises Missing."""
        return await tenant(info, asking(info).moment())

    @override
    def sql(self, c: Selecting, at: None, ask: Ask) -> str:
        """The same; without it there is no answer."""
        moment = c.moment(ask)
        row, which = keeper(c, "municipality_profile", moment)
        own, registered = keeper(c, "municipality_profile", moment)
        c.statement.needed.append(f"EXISTS (SELECT 1 FROM municipality_profile {own} WHERE {registered})")
        columns = c.columns(ask.kind, c.inside(ask, row), row)
        return record(columns, c.statement.alias("y"), f" FROM municipality_profile {row} WHERE {which}")


class Municipality(RowType, interfaces=(Node,)):
    """The tenant: a municipality, or several that hold a council together."""

    code = String(description="全国地方公共団体コード: six digits, as text.")
    name = String(required=True)
    reading = String(resolver=OfTenant("reading"))
    kind = Field(enums.MunicipalityKind, required=True, resolver=KindOf())
    parent_name = String(resolver=OfTenant("parent_name"))
    fictitious = Boolean(
        required=True,
        resolver=OfTenant("fictitious", otherwise=False),
        description="Made up to show the product: no such municipality exists.",
    )
    licence = String(
        resolver=OfTenant("licence"),
        description="Under which terms what is published may be used; null: none are stated.",
    )
    licence_url = String(resolver=OfTenant("licence_url"), description="Where these terms stand.")
    contact = String(resolver=OfTenant("contact"), description="Whom to ask about the site.")
    members = listed(
        "municipality.Municipality", resolver=Members(), description="The municipalities of a joint tenant."
    )


def kind_of(code: str, name: str) -> Kinds:
    """The kind that a municipality's name ends in; a 区 of Tokyo is told by its code."""
    if name.endswith("区") and code.startswith(SPECIAL_WARDS):
        return Kinds.SPECIAL_WARD
    return SUFFIXES.get(name[-1:], Kinds.WIDE_AREA_UNION)


async def tenant(info: GraphQLResolveInfo, moment: Moment) -> Thing:
    """The municipality whose record this is. Raises Missing before it is registered."""
    row = await asking(info).load(Keeper(moment), None)
    if row is None:
        raise Missing("The municipality is not registered.")
    return Thing("municipality_profile", row, moment)


async def members(info: GraphQLResolveInfo, moment: Moment) -> list[Thing]:
    """Those that hold the record together."""
    return [
        Thing("municipality_member", row, moment) for row in await asking(info).load(Keepers(moment), None)
    ]


async def by_id(info: GraphQLResolveInfo, moment: Moment, record: UUID) -> Thing | None:
    """The tenant, or one of its members."""
    if record == asking(info).context.tenant_id:
        row = await asking(info).load(Keeper(moment), None)
        return Thing("municipality_profile", row, moment) if row is not None else None
    return next((m for m in await members(info, moment) if m.id == record), None)
