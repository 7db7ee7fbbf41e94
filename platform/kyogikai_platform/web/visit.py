"""A look at a page: who looks, in which language, at which moment; and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Response, request

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts.door import READING
from kyogikai_platform.web import writing
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.site import Site, names_of, onward
from kyogikai_projections.reading import Reading

Found = TypeVar("Found")


class Elsewhere(Exception):
    """The page has another address."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class UnreadableMoment(Exception):
    """What the address says is no moment."""

    def __init__(self, visit: "Visit") -> None:
        super().__init__(visit.when.path)
        self.visit = visit


@dataclass(frozen=True)
class Visit:
    """One page, for one reader."""

    site: Site
    asker: Asker
    lang: str
    when: Moment

    @classmethod
    def at(cls, site: Site, *kept: str) -> "Visit":
        """The request's; ``kept`` are the other words of its address.

        Raises HttpProblem, Elsewhere, UnreadableMoment.
        """
        visit = cls.any(site, *kept)
        if visit.when.errors:
            raise UnreadableMoment(visit)
        if not visit.when.is_plain:
            raise Elsewhere(visit.when.at(visit.when.day))
        return visit

    @classmethod
    def any(cls, site: Site, *kept: str) -> "Visit":
        """The request's, whatever its moment. Raises HttpProblem."""
        asker, lang = site.asker(), Preferences.of(request.cookies).lang
        return cls(site, asker, lang, Moment.of(request.path, request.args, asker.day, lang, *kept))

    def now(self) -> "Visit":
        """The same look without a day: for what is as it is now, whatever day one came from."""
        day = self.asker.day
        return replace(self, when=Moment(self.when.path, day, day, kept=self.when.kept))

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """What the API answers to one of our questions, at this moment. Raises NoAnswer."""
        years = writing.asked().years.name
        given = {**self.when.variables, "lang": self.lang.upper(), "years": years, **variables}
        return self.site.answer(self.asker, document, **given)

    def read(self, read: Callable[[Reading], Found]) -> Found:
        """What the API has no word for, from the read models, as this asker may see it."""

        def reading(connection: sa.Connection, asker: Asker) -> Found:
            return read(Reading(connection, asker.tenant_id, asker.viewer.sight))

        return self.site.read(self.asker, reading)

    def page(
        self, template: str, answer: dict[str, Any], status: int = HTTPStatus.OK, **facts: Any
    ) -> Response:
        """The page; ``answer`` names whose it is (the fragment ``Frame``)."""
        frame = {"visit": self, "when": self.when, "lang": self.lang} | names_of(answer, self.asker)
        return self.site.page(template, self.asker, status, **(frame | facts))


def answered(show: Callable[..., Response], site: Site) -> Callable[..., Response]:
    """A page's function, for Flask: what it raises about its address becomes an answer.

    Whoever is found to be signed out while they look is shown what the public sees.
    """

    def shown(**parts: str) -> Response:
        try:
            return site.shown(lambda: show(site, **parts))
        except HttpProblem as problem:
            if problem.status != HTTPStatus.UNAUTHORIZED or request.method not in READING:
                raise
            return site.shown(lambda: show(site, **parts))

    def view(**parts: str) -> Response:
        try:
            return shown(**parts)
        except Elsewhere as other:
            return onward(other.path)
        except UnreadableMoment as unreadable:
            visit = unreadable.visit
            return visit.page("moment.html", visit.ask("frame"), HTTPStatus.BAD_REQUEST)

    return view
