"""All rows of a data set: page by page from our own API, as the public sees them, all of one state of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.site import NoAnswer, Site
from kyogikai_projections.positions import state
from kyogikai_projections.reading import Reading

Found = TypeVar("Found")
TRIES = 5
"""How often a file is begun anew because something was recorded meanwhile."""


@dataclass(frozen=True)
class Gathering:
    """What the public is answered about a moment."""

    site: Site
    public: Asker
    when: Moment

    def state(self) -> str:
        """What the answers rest on; as long as it is the same, so are they."""

        def read(connection: sa.Connection, asker: Asker) -> str:
            return state(connection, asker.tenant_id)

        return self.site.read(self.public, read)

    def steady(self, make: Callable[["Gathering"], Found]) -> Found:
        """Something made of many answers, all of one state of the record. Raises NoAnswer."""
        before = self.state()
        for _ in range(TRIES):
            made = make(self)
            if (after := self.state()) == before:
                return made
            before = after
        raise NoAnswer("the record changed all the time")

    def read(self, read: Callable[[Reading], Found]) -> Found:
        """What the API has no word for, as the public sees it."""

        def reading(connection: sa.Connection, asker: Asker) -> Found:
            return read(Reading(connection, asker.tenant_id, asker.viewer.sight))

        return self.site.read(self.public, reading)

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """One answer. Raises NoAnswer."""
        return self.site.answer(self.public, f"public/{document}", **(self.when.variables | variables))

    def rows(self, name: str) -> list[Answer]:
        """What the API says of each row of a data set, in its order."""
        return list(OTHERWISE[name](self) if name in OTHERWISE else self.listed(f"open_{name}", name))

    def listed(self, document: str, name: str, **variables: Any) -> Iterator[Answer]:
        """The nodes of all pages of a connection at the root of an answer."""
        after: str | None = None
        while True:
            page = self.ask(document, after=after, **variables)[name]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def _memberships(gathering: Gathering) -> Iterator[Answer]:
    """Body by body."""
    for body in gathering.listed("open_memberships", "bodies"):
        page = body["memberships"]
        while True:
            for node in page["nodes"]:
                yield {"body_id": body["id"], "body_name": body["name"], **node}
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
            page = gathering.ask("open_roster", body=body["id"], after=after)["body"]["memberships"]


def _agenda(gathering: Gathering) -> Iterator[Answer]:
    """Meeting by meeting."""
    for meeting in gathering.listed("open_agenda", "meetings"):
        of = {"meeting_id": meeting["id"], "meeting_title": meeting["title"], "meeting_date": meeting["date"]}
        for item in meeting["agenda"]:
            by = item["presenter"] or item["presenterBody"] or {"name": item["presenterAsWritten"]}
            yield item | of | {"presenter": by["name"]}


def _sources(gathering: Gathering) -> Iterator[Answer]:
    """Of all councils, each once."""
    found = (s for council in gathering.ask("open_sources")["councils"] for s in council["sources"])
    yield from {source["id"]: source for source in found}.values()


OTHERWISE: dict[str, Callable[[Gathering], Iterator[Answer]]] = {
    "memberships": _memberships, "agenda": _agenda, "sources": _sources,
}  # fmt: skip
"""The data sets that are no list of the API's own."""
