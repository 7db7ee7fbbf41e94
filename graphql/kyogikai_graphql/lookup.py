"""What root fields look up: things by their ids."""

from dataclasses import dataclass
from typing import Any

from graphene import ID, Argument
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import ids, municipality
from kyogikai_graphql.audit import entry_by_id
from kyogikai_graphql.common import Entry, moment_arguments, moment_of
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import NotCompilable, joined, record
from kyogikai_graphql.things import Thing, one
from kyogikai_projections.reading import Moment


def by_id() -> dict[str, Any]:
    """What a field for one thing takes."""
    return {"id": Argument(ID, required=True), **moment_arguments()}


@dataclass(frozen=True)
class ById(Compiled):
    """The thing of an id of a type; of any, where none is named."""

    kind: str = ""

    async def __call__(
        self,
        _root: None,
        info: GraphQLResolveInfo,
        id: str,  # noqa: A002 - the contract's word
        **given: Any,
    ) -> Thing | Entry | None:
        """It, or null where it is hidden. Raises BadId."""
        return await anything(info, id, moment_of(info, given), *([self.kind] if self.kind else []))

    @override
    def sql(self, c: Selecting, at: None, ask: Ask) -> str:
        """The same. Raises BadId, NotCompilable."""
        kind, _ = ids.decode(c.arguments(ask)["id"])
        if kind in {"Municipality", ids.ENTRY} or self.kind not in {"", kind} or kind not in ids.TABLES:
            raise NotCompilable("this id is looked up in another way")
        (place,) = c.slot(ask, lambda given: [ids.decode_as(given["id"], kind)[1]])
        row = c.row(ids.TABLES[kind][0], c.moment(ask))
        which = f"{c.statement.rows(row, 'current')} AND {row}.id = {c.statement.parameter(place, 'UUID')}"
        columns = c.columns(c.object_type(ask, row), c.inside(ask, row), row)
        source = f" FROM {row.table} {row}{joined(row)} WHERE {which}"
        return record(columns, c.statement.alias("y"), source)


async def anything(info: GraphQLResolveInfo, text: str, moment: Moment, *kinds: str) -> Thing | Entry | None:
    """The thing of an id of one of those types (any, where none is named). Raises BadId."""
    kind, _ = ids.decode(text)
    if kind == ids.ENTRY and not kinds:
        return await entry_by_id(info, ids.decode_entry(text), moment)
    kind, record = ids.decode_as(text, *(kinds or ids.TABLES))
    if kind == "Municipality":
        return await municipality.by_id(info, moment, record)
    return await one(info, ids.TABLES[kind][0], moment, record)
