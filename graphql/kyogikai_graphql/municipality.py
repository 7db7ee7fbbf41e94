"""自治体: who keeps the record, alone or with others, and its own words."""

from typing import Any
from uuid import UUID

from graphene import Boolean, Field, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Node, listed
from kyogikai_graphql.problems import Missing
from kyogikai_graphql.things import RowType, Thing, asking
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Moment
from kyogikai_projections.standing import Keeper, Keepers
from kyogikai_tenants.vocabulary import BodyKind
from kyogikai_tenants.vocabulary import MunicipalityKind as Kinds

SPECIAL_WARDS = "131"
"""How the codes of the 23 wards of Tokyo begin."""

SUFFIXES = {
    "市": Kinds.CITY, "町": Kinds.TOWN, "村": Kinds.VILLAGE, "区": Kinds.ADMINISTRATIVE_WARD,
    "都": Kinds.PREFECTURE, "道": Kinds.PREFECTURE, "府": Kinds.PREFECTURE, "県": Kinds.PREFECTURE,
}  # fmt: skip


class Municipality(RowType, interfaces=(Node,)):
    """The tenant: a municipality, or several that hold a council together."""

    code = String(description="全国地方公共団体コード: six digits, as text.")
    name = String(required=True)
    reading = String()
    kind = Field(enums.MunicipalityKind, required=True)
    parent_name = String()
    fictitious = Boolean(
        required=True, description="Made up to show the product: no such municipality exists."
    )
    members = listed("municipality.Municipality", description="The municipalities of a joint tenant.")

    @staticmethod
    def resolve_fictitious(root: Thing, _info: GraphQLResolveInfo) -> bool:
        """As registered."""
        return bool(root.row.get("fictitious"))

    @staticmethod
    def resolve_reading(root: Thing, _info: GraphQLResolveInfo) -> str | None:
        """Known of the tenant itself."""
        return root.row.get("reading") or None

    @staticmethod
    def resolve_kind(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """As registered; a member's follows from its code and name."""
        return root.row.get("kind") or kind_of(root.row["code"], root.row["name"])

    @staticmethod
    def resolve_parent_name(root: Thing, _info: GraphQLResolveInfo) -> str | None:
        """The prefecture, or a ward's city."""
        return root.row.get("parent_name") or None

    @staticmethod
    async def resolve_members(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Of the tenant; a member has none."""
        return [] if root.table == "municipality_member" else await members(info, root.moment)


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


async def holders(info: GraphQLResolveInfo, moment: Moment) -> list[Thing]:
    """Those that hold a council together, or else the one that keeps the record."""
    together = await members(info, moment)
    row = None if together else await asking(info).load(Keeper(moment), None)
    return [Thing("municipality_profile", row, moment)] if row is not None else together


async def own_word(info: GraphQLResolveInfo, kind: BodyKind, moment: Moment) -> str:
    """The municipality's own word for a kind of body, or else everybody's."""
    row = await asking(info).load(Keeper(moment), None)
    own = {w["kind"]: w["word"] for w in (row["vocabulary"] if row is not None else ())}
    return own.get(kind.value) or word(kind, "ja")


async def by_id(info: GraphQLResolveInfo, moment: Moment, record: UUID) -> Thing | None:
    """The tenant, or one of its members."""
    if record == asking(info).context.tenant_id:
        row = await asking(info).load(Keeper(moment), None)
        return Thing("municipality_profile", row, moment) if row is not None else None
    return next((m for m in await members(info, moment) if m.id == record), None)
