"""What every feature's types share: dates, ids, sources, and how fields are declared."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import graphene
import msgspec
from graphene import ID, Argument, Field, Interface, NonNull, ObjectType, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums, ids
from kyogikai_graphql.compiler import citing, notes
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Cell
from kyogikai_graphql.fields import END, Column, GlobalId
from kyogikai_graphql.scalars import Date, DateTime
from kyogikai_graphql.things import RowType, Thing, asking, one
from kyogikai_projections import era, trail
from kyogikai_projections.reading import Moment, Row
from kyogikai_projections.tables import stored_date
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.municipalities import EraDisplay

AnyField = Any


def named(path: str) -> str:
    """Where a type of this package stands, for types that name each other: ``bodies.Body``."""
    return f"kyogikai_graphql.{path}"


def thing(path: str, *, required: bool = False, **options: Any) -> AnyField:
    """A field with another type of this package."""
    return Field(named(path), required=required, **options)


def listed(of: Any, **options: Any) -> AnyField:
    """A field ``[X!]!``."""
    inner = named(of) if isinstance(of, str) else of
    return Field(NonNull(graphene.List(NonNull(inner))), **options)


def moment_arguments() -> dict[str, Any]:
    """``asOf`` and ``knownAt``, which every root field about the council takes."""
    return {"as_of": Argument(Date), "known_at": Argument(DateTime)}


def moment_of(info: GraphQLResolveInfo, given: Mapping[str, Any]) -> Moment:
    """The moment of a root field."""
    return asking(info).moment(given.get("as_of"), given.get("known_at"))


@dataclass(frozen=True)
class Label(Compiled):
    """A date in words: Japanese eras are Python's to know, so SQL leaves a note in the text."""

    def __call__(
        self,
        root: Row,
        _info: GraphQLResolveInfo,
        lang: enums.Languages | None = None,
        years: EraDisplay | None = None,
    ) -> str:
        """In words."""
        return era.cell_label(root, lang_of(lang), years_of(years), end=bool(root.get(END)))

    @override
    def sql(self, c: Selecting, at: Cell, ask: Ask) -> str:
        """The note: kind, language, years, end or not, and the value."""
        given = c.arguments(ask)
        lang, years = lang_of(given.get("lang")), years_of(given.get("years"))
        return notes.text(f"{at.json}->>'kind'", lang, years, f"{at.json}->>'value'", end=at.is_an_end)


class PartialDate(RowType):
    """A date as precisely as the source says it, in ISO 8601-2 (EDTF) notation or FY2011.

    AS_OF = attested then, began at an unknown earlier time.
    """

    value = String()
    kind = Field(enums.EffectiveKind, required=True)
    precision = Field(enums.Precision, required=True)
    basis = Field(enums.Basis, required=True)
    earliest = Date()
    latest = Date()
    as_written = String(resolver=Column("asWritten"))
    label = String(
        required=True,
        resolver=Label(),
        lang=Argument(enums.Lang, default_value=enums.Languages.JA),
        years=enums.years(),
    )


def lang_of(lang: enums.Languages | None) -> str:
    """``ja`` or ``en``; null asks for the default."""
    return (lang or enums.Languages.JA).name.lower()


def years_of(years: EraDisplay | None) -> EraDisplay:
    """How years are said in Japanese; null asks for the default."""
    return years or EraDisplay.JAPANESE


def partial(effective: Effective) -> Row:
    """A date as PartialDate resolves it."""
    return cast(Row, msgspec.json.decode(stored_date(effective)))


class Node(Interface):
    """Anything with an id of its own."""

    id = ID(required=True, resolver=GlobalId())

    @classmethod
    def resolve_type(cls, instance: Any, info: GraphQLResolveInfo) -> Any:
        """By the table that it is a row of."""
        return info.schema.get_type(instance.type_name).graphene_type  # type: ignore[union-attr]


class QualityFlag(RowType):
    """What to mind about a fact."""

    flag = String(required=True)
    note = String()
    as_written = String()


@dataclass(frozen=True, eq=False, slots=True)
class Entry:
    """An entry of the log, and the moment in which what it leads to is asked."""

    row: Row
    moment: Moment
    type_name = ids.ENTRY

    @property
    def global_id(self) -> str:
        """Its id in the API."""
        return ids.entry_id(*trail.key(self.row))


@dataclass(frozen=True, eq=False, slots=True)
class Standing:
    """Where a fact stands, as far as its reader may know."""

    document: Thing | None
    locator: str | None
    event: Entry | None


class Provenance(ObjectType):
    """Where a fact stands. event is null without the right to read the trail."""

    document = thing("sources.SourceDocument")
    locator = String()
    event = thing("audit.AuditEntry")


@dataclass(frozen=True)
class Quality(Compiled):
    """The flags of every fact that the thing rests on, each once."""

    async def __call__(self, root: Any, info: GraphQLResolveInfo) -> list[Mapping[str, Any]]:
        """In the order of the facts."""
        flags = [flag for cited in await _cited(root, info) for flag in cited.quality]
        return [flag for n, flag in enumerate(flags) if flag not in flags[:n]]

    @override
    def sql(self, c: Selecting, at: Any, ask: Ask) -> str:
        """The same."""
        return citing.quality(c, at, ask)


@dataclass(frozen=True)
class Sources(Compiled):
    """A source for every fact that the thing rests on, where anything of it may be told."""

    async def __call__(self, root: Any, info: GraphQLResolveInfo) -> list[Standing]:
        """In the order of the facts."""
        cited = await _cited(root, info)
        found = await asyncio.gather(*(standing(info, one_of, root.moment) for one_of in cited))
        return [s for s in found if s.document or s.locator or s.event]

    @override
    def sql(self, c: Selecting, at: Any, ask: Ask) -> str:
        """The same."""
        return citing.provenance(c, at, ask)


class Fact(Interface):
    """Whatever rests on a source says so."""

    quality = listed(QualityFlag, resolver=Quality())
    provenance = listed(Provenance, resolver=Sources())


async def _cited(root: Any, info: GraphQLResolveInfo) -> list[trail.Cited]:
    return await asking(info).load_many(trail.Sources(root.moment.position), root.facts)


async def standing(info: GraphQLResolveInfo, cited: trail.Cited, moment: Moment) -> Standing:
    """A fact's source; the place in a hidden document is hidden too."""
    document = await one(info, "source_document", moment, cited.document_id)
    hidden = cited.document_id is not None and document is None
    scope = asking(info).trail
    event = Entry(cited.entry, moment) if scope and scope.admits(cited.entry) else None
    return Standing(document, None if hidden else cited.locator or None, event)
