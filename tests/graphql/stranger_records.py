"""Somebody who puts the ids of another municipality into mutations."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_projections.filling import field_of
from kyogikai_projections.forms import Shape
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.references import members
from tests.book import Book
from tests.graphql.golden_roles import House
from tests.graphql.stranger_inputs import FORMS, Filler, Spot, document
from tests.graphql.stranger_worlds import Theirs, blotted, twin

Made = Callable[[str], dict[str, Any]]
"""An input with an id in it."""
ENTRIES = (
    "SELECT DISTINCT ON (topic) topic, stream_id, stream_version FROM audit_entry ORDER BY topic, position"
)


@dataclass
class Recorder:
    """Sends each mutation with an id of theirs, and with one of nobody's; yields what differs or is told."""

    house: House
    theirs: Theirs
    known: Mapping[str, str]
    """What is put everywhere else: a thing of their own, by kind."""
    their: Mapping[str, str]
    """A thing of the others, by kind."""
    codes: Counter[str] = field(default_factory=Counter)
    """With which codes they were refused."""

    def spot(self, asker: Asker, spot: Spot) -> Iterator[str]:
        """In one place of one mutation."""

        def made(text: str) -> dict[str, Any]:
            return Filler(self.known.__getitem__, {spot.path: text}).of(FORMS[spot.command])

        yield from self._refused(asker, spot.command, self.their[spot.kind], made)

    def corrections(self, asker: Asker) -> Iterator[str]:
        """As the new value of every reference in an entry of each topic of one's own."""
        for row in Book(self.house.tenant).query(ENTRIES):
            entry, event = ids.entry_id(row["stream_id"], row["stream_version"]), DECLARED[row["topic"]]
            for name in members(event):
                asked = field_of(event, name)
                if asked is not None and asked.shape is Shape.REFERENCE:
                    for kind in asked.kinds:
                        yield from self._corrected(asker, entry, name, kind, many=asked.many)

    def _corrected(self, asker: Asker, entry: str, name: str, kind: str, *, many: bool) -> Iterator[str]:
        def made(text: str) -> dict[str, Any]:
            new = [text] if many else text
            return {"entryId": entry, "field": naming.camel(name), "reason": "甲", "new": new}

        yield from self._refused(asker, "CorrectEvent", self.their[kind], made)

    def _refused(self, asker: Asker, command: str, one: str, made: Made) -> Iterator[str]:
        """Both are refused, and in the same words."""
        answers = []
        for text in (one, twin(one)):
            given = made(text)
            body = self.house.ask(asker, document(command), i=given)
            answers.append(blotted(body, text))
            (payload,) = json.loads(body)["data"].values()
            self.codes.update(error["code"] for error in payload["userErrors"])
            if payload["entries"] or not payload["userErrors"]:
                yield f"{command} {given}: recorded"
        if answers[0] != answers[1]:
            yield f"{command} {made(one)}: {answers[0].decode()} is not {answers[1].decode()}"
        if told := self.theirs.told_in(answers[0]):
            yield f"{command} {made(one)} tells {told!r}: {answers[0].decode()}"
