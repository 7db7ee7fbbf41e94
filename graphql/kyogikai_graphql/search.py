"""検索: records found by any name of their life, or by what is written of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphene import Field, ObjectType, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql.common import Node, moment_of
from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler.seeking import Sought
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Place, Row, joined, record
from kyogikai_graphql.fields import Said
from kyogikai_graphql.listing import Paged, Pager
from kyogikai_graphql.pages import Found, connection, cursors, window
from kyogikai_graphql.things import Thing, asking
from kyogikai_projections.finding import KINDS, SHOWN, Hit, Question, Search, excerpt
from kyogikai_projections.paging import Key, Window
from kyogikai_projections.search import normal, plain


@dataclass
class HitRow(Row):
    """A hit in a FROM, and the text that was looked for."""

    wanted: str = ""


class Excerpt(Compiled):
    """What stands around the text; where a text is too long to be shown whole, SQL leaves a note."""

    def __call__(self, root: Mapping[str, Any], _info: GraphQLResolveInfo) -> str:
        """In Python."""
        return excerpt(root["text"], root["wanted"])

    @override
    def sql(self, c: Selecting, at: HitRow, ask: Ask) -> str:
        """The same."""
        own = f"{at}.text"
        note = notes.excerpt(own, at.wanted)
        return f"CASE WHEN char_length({own}) <= {SHOWN} THEN {own} ELSE {note} END"


class FoundRecord(Compiled):
    """The record itself, on the day."""

    def __call__(self, root: Mapping[str, Any], _info: GraphQLResolveInfo) -> Thing:
        """As found."""
        thing: Thing = root["thing"]
        return thing

    @override
    def sql(self, c: Selecting, at: HitRow, ask: Ask) -> str:
        """By its id, in the table of its kind."""
        return f"CASE {at}.kind {' '.join(self._way(c, at, ask, kind) for kind in KINDS)} END"

    def _way(self, c: Selecting, at: HitRow, ask: Ask, kind: str) -> str:
        row = c.row(kind, at.moment)
        columns = c.columns(c.object_type(ask, row), c.inside(ask, row), row)
        which = f"{c.statement.rows(row, 'current')} AND {row}.id = {at}.id"
        own = record(columns, c.statement.alias("y"), f" FROM {kind} {row}{joined(row)} WHERE {which}")
        return f"WHEN '{kind}' THEN row_to_json({own})"


class SearchHit(ObjectType):
    """A record that was found.

    Title is what it is called on the day, matchedName the name under which it was found.
    """

    node = Field(Node, required=True, resolver=FoundRecord())
    title = String(required=True, resolver=Said(lambda hit: hit["title"], "{}.title"))
    excerpt = String(required=True, resolver=Excerpt())
    matched_name = String(resolver=Said(lambda hit: hit["name"], "{}.name"))


SearchHitConnection = connection("search.SearchHit")


@dataclass(frozen=True)
class Searching(Paged):
    """A page of what was found; an empty text finds nothing."""

    table: str = ""
    """None: a hit is a row of no table."""

    @override
    async def __call__(self, root: None, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Found in Python."""
        question, wanted = Question(given["text"], moment_of(info, given)), window(info, given)
        hits: list[Hit] = await asking(info).load(Search(question), None)
        keyed = [(Key(hit.rank(question.needle), hit.row["id"]), hit) for hit in hits]
        page, more = _stretch(keyed, wanted)
        nodes = [_shown(hit, question) for _, hit in page]

        async def total() -> int:
            return len(hits)

        return Found(nodes, cursors(info, (key for key, _ in page)), more, wanted, total)

    @override
    def sought(self, given: Mapping[str, Any]) -> Sequence[str]:
        """The text in both forms, and as it was given."""
        return [plain(given["text"]), normal(given["text"]), given["text"]]

    @override
    def sql(self, c: Selecting, at: Row | None, ask: Ask) -> str:
        """The same. Raises Problem, NotCompilable."""
        row = Row(c.statement.alias(), c.statement.alias("hits"), c.moment(ask))
        return _Hits(self, c, None, ask, row).sql()


class _Hits(Pager):
    """A page of hits while it is compiled."""

    @override
    def _which(self, places: Sequence[Place]) -> str:
        *keys, text, form, given = places
        self.found = Sought(self.c, text, form).hits(self.row.moment, self.row.table)
        self.wanted = self.c.statement.parameter(given, "TEXT")
        self.counted = "true"
        return " AND ".join(self._keyset(keys)) or "true"

    @override
    def _inner(self) -> Row:
        return HitRow(self.c.statement.alias(), self.row.table, self.row.moment, wanted=self.wanted)

    @override
    def sql(self) -> str:
        """The connection as an object."""
        return f"(WITH {self.found} SELECT {super().sql()})"


def _stretch(keyed: list[tuple[Key, Hit]], w: Window) -> tuple[list[tuple[Key, Hit]], bool]:
    inside = [
        (k, h) for k, h in keyed if (w.after is None or k > w.after) and (w.before is None or k < w.before)
    ]
    page = inside[-w.size :] if w.backward else inside[: w.size]
    return page, len(inside) > w.size


def _shown(hit: Hit, question: Question) -> dict[str, Any]:
    return {
        "thing": Thing(hit.table, hit.row, question.moment),
        "title": hit.title,
        "text": hit.match.text,
        "wanted": question.text,
        "name": hit.name,
    }
