"""Somebody of one municipality who knows all ids of another, and asks about them everywhere."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.changes import mark
from kyogikai_graphql.pages import cursor, place
from kyogikai_graphql.schema import SCHEMA
from kyogikai_projections.paging import Key
from tests.graphql.golden_fields import documents
from tests.graphql.golden_roles import House
from tests.graphql.stranger_questions import Opening, cursors, numbers, openings, texts
from tests.graphql.stranger_worlds import MARK, NOBODYS, Theirs, blotted, twin
from tests.graphql.whole import values

TOGETHER = 15
"""How many ids are asked about in one document, where one that is refused leaves the others."""
OF_A_TYPE = 2
"""How many of a type are asked about one by one, and how many cursors of a list."""


@dataclass
class Stranger:
    """Asks as somebody of the house about what is theirs, and yields what should not have been told."""

    house: House
    theirs: Theirs
    mine: Mapping[str, list[str]]
    """The ids of their own municipality, by type."""
    way: str = "compiled"

    def crawled(self, asker: Asker) -> Iterator[str]:
        """Everything that may be asked without knowing anything."""
        for text, about in documents(dict(self.mine)):
            for one in about:
                yield from self._clean(text, self._ask(asker, text, **({"id": one} if one else {})))

    def ids(self, asker: Asker) -> Iterator[str]:
        """Every id of theirs, in every argument that takes an id."""
        known = [text for _, text in self.theirs.ids]
        for opening in openings("ID"):
            if opening.nullable:
                for start in range(0, len(known), TOGETHER):
                    some = known[start : start + TOGETHER]
                    given = [{f"x{n}": text for n, text in enumerate(s)} for s in (some, [*map(twin, some)])]
                    yield from self._alike(asker, opening.together(len(some)), *given)
            else:
                for one in self._few():
                    yield from self._both(asker, opening, one, twin(one))

    def _few(self) -> Iterator[str]:
        met = Counter[str]()
        for kind, text in self.theirs.ids:
            met[kind] += 1
            if met[kind] <= OF_A_TYPE:
                yield text

    def words(self, asker: Asker) -> Iterator[str]:
        """The mark, in every argument that takes a text."""
        for opening in texts():
            yield from self._both(asker, opening, MARK, NOBODYS)

    def places(self, asker: Asker, theirs: House) -> Iterator[str]:
        """Cursors that their secretariat is given, in the same list."""
        for opening in cursors():
            for given in self._given(opening, theirs):
                yield from self._both(asker, opening, given, _elsewhere(opening, given))

    def _given(self, opening: Opening, theirs: House) -> list[str]:
        if opening.field == "changes":
            return [mark(position) for position in (1, self.theirs.head // 2, self.theirs.head)]
        through = [text for kind, text in self.theirs.ids if kind == opening.parent]
        found: list[str] = []
        for one in through or [""]:
            body = theirs.ask(theirs.asker("SE"), opening.listed(), **({"id": one} if one else {}))
            told = values(SCHEMA.query_type, {**json.loads(body)["data"], "__typename": "Query"})
            found += [value for name, value in told if name.endswith("Edge.cursor")]
        return [*found[:OF_A_TYPE], *found[-OF_A_TYPE:]]

    def times(self, asker: Asker) -> Iterator[str]:
        """Moments at which they recorded something, and the length of their log."""
        for opening in numbers():
            moments = [moment.isoformat() for moment in self.theirs.times[::30]]
            for given in moments if opening.kind == "DateTime" else [self.theirs.head]:
                text = opening.document()
                for more in self._through(opening):
                    yield from self._clean(text, self._ask(asker, text, x=given, **more))

    def _both(self, asker: Asker, opening: Opening, one: str, nobodys: str) -> Iterator[str]:
        """What is theirs, and what is nobody's."""
        for more in self._through(opening):
            yield from self._alike(asker, opening.document(), {"x": one}, {"x": nobodys}, **more)

    def _through(self, opening: Opening) -> list[dict[str, str]]:
        """Through which thing of their own a field is come to."""
        return [{}] if opening.parent == "Query" else [{"id": one} for one in self.mine[opening.parent][:1]]

    def _alike(
        self, asker: Asker, text: str, asked: dict[str, str], others: dict[str, str], **more: str
    ) -> Iterator[str]:
        """The same question about what is theirs and about what is nobody's has the same answer."""
        one, two = (blotted(self._ask(asker, text, **g, **more), *g.values()) for g in (asked, others))
        yield from self._clean(text, one)
        if one != two:
            yield f"{text} {asked}: {one.decode()} is not {two.decode()}"

    def _ask(self, asker: Asker, text: str, /, **given: Any) -> bytes:
        return self.house.ask(asker, text, self.way, **given)

    def _clean(self, asked: str, body: bytes) -> Iterator[str]:
        told = self.theirs.told_in(body)
        if told:
            yield f"{asked} tells {told!r}: {body.decode()}"


def _elsewhere(opening: Opening, given: str) -> str:
    """A cursor of nobody's thing, right beside theirs; of changes, which are numbers, the same."""
    if opening.field == "changes":
        return given
    of = f"{opening.parent}.{opening.field}"
    there = place(of, given)
    return cursor(of, Key(there.sort, UUID(int=there.id.int ^ 1)))
