"""What every page of ours shares: who asks, what the record answers them, and the frame around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import msgspec
import sqlalchemy as sa
from flask import Response, current_app, g, make_response, redirect, render_template, request
from markupsafe import Markup

from kyogikai_graphql.answering import Answering, Asked
from kyogikai_graphql.asker import Asker, still
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts import cookies
from kyogikai_platform.accounts.door import READING, HouseDoor
from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.accounts.oidc.sign_in import ByProvider
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.web import form_token, furigana, writing
from kyogikai_platform.web.documents import question
from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.reading import snapshot

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types kyogikai-parts"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Cookie, HX-Request",
}
"""Of every page. Without a referrer at all a browser would not say that a form is of our own origin."""
Found = TypeVar("Found")


WAYS_IN = ("/sign-in/", "/invitation/", "/forgotten", "/demo/mail")
"""Beside the sign-in page itself; a demo's mails are how an invitation comes there."""


class NoAnswer(Exception):
    """The record did not answer a question of ours."""


@dataclass(frozen=True)
class Site:
    """The pages of one installation."""

    of_operators: ClassVar[bool] = False
    """Whether these are the console's, where no municipality's page is."""

    door: HouseDoor
    answering: Answering
    """Without points: our own pages ask what they must, once each."""
    sign_in: SignIn
    post: Outbox
    """Where mails go."""
    by_provider: ByProvider
    """The way in by the municipalities' providers."""

    def asker(self) -> Asker:
        """Who asks; a session that is over is the public. Raises HttpProblem (404, 403 before any use).

        What is sent is answered once, so whoever sends it is asked for again before that.
        """
        try:
            found = self.door.admit(request)
            if request.method not in READING:
                found = self.read(found, lambda _, asker: asker)
        except HttpProblem as problem:
            if problem.status == HTTPStatus.NOT_FOUND:
                raise
            g.over = True
            found = self.door.entrance(request) if is_way_in(request.path) else self.door.public(request)
        writing.begin(found.writing, Preferences.of(request.cookies).shown_years)
        g.setdefault("asker", found)
        return found

    def shown(self, show: Callable[[], Response]) -> Response:
        """A look at a page, once more where another worker changed how the municipality writes before it."""
        response = show()
        while request.method in READING and self._overtaken():
            response = show()
        return response

    def _overtaken(self) -> bool:
        """Whether an answer found, after the page had begun, that it is written otherwise by now."""
        begun: Asker | None = g.pop("asker", None)
        return begun is not None and self.door.latest(begun).writing != begun.writing

    def answer(self, asker: Asker, document: str, **variables: Any) -> dict[str, Any]:
        """What the API answers this asker. Raises NoAnswer."""
        reply = self.answering.answer(asker, Asked(question(document), variables, None))
        body = msgspec.json.decode(reply.body)
        if body.get("errors") or not body.get("data"):
            raise NoAnswer(f"{document}: {body.get('errors')}")
        return dict(body["data"])

    def read(self, asker: Asker, read: Callable[[sa.Connection, Asker], Found]) -> Found:
        """What the API has no word for, in a snapshot in which the asker's rights still hold."""
        while True:
            with snapshot(self.door.here.answering_engine, asker.tenant_id) as connection:
                if still(connection, asker):
                    return read(connection, asker)
            asker = self.door.again(asker)

    def page(self, template: str, asker: Asker | None, status: int = 200, **facts: Any) -> Response:
        """A page in its frame."""
        settings, seen = self.door.here.settings, Preferences.of(request.cookies)
        token = form_token.token_of(request, settings)
        frame = {
            "w": _speaking(seen.lang), "seen": seen, "form_token": token, "here": here(),
            "accent": self.door.latest(asker).writing.accent if asker else "",
            "who": asker if asker and asker.actor else None, "roles": roles(asker, seen.lang),
            "municipality": "", "council_name": "", "may_read": asker is not None and furigana.available(),
        }  # fmt: skip
        part = wants_part(template)
        text = render_template(template, **(frame | facts), part=part)
        if asker and seen.readings == "on" and seen.lang == "ja" and furigana.available():
            names = self.read(asker, lambda here, _: furigana.glossary(here))
            text = furigana.annotated(text, names, keep="sealed_texts" not in facts)
        response = make_response(text, status)
        form_token.put(response, settings, token)
        if cookies.name(settings) in request.cookies and "over" in g:
            cookies.clear(response, settings)
        response.headers.update(HEADERS | ({"HX-Part": "true"} if part else {}))
        return response


def is_way_in(path: str) -> bool:
    """Whether a page is one by which somebody comes in: they are open before a municipality is in use."""
    return path == "/sign-in" or path.startswith(WAYS_IN)


def wants_part(template: str) -> bool:
    """Whether a script asks for what changes of a page, and the page says what that is."""
    asked = request.headers.get("HX-Request") == "true"
    return asked and "part" in current_app.jinja_env.get_template(template).blocks


def _speaking(lang: str) -> Callable[..., str]:
    """How a template says something in the reader's language."""

    def said(text: str, /, **given: object) -> str:
        return words(text, lang, **given)

    return said


def roles(asker: Asker | None, lang: str) -> list[str]:
    """As whom somebody sees what they see."""
    return [word(role, lang) for role in asker.holds.roles] if asker else []


def onward(path: str) -> Response:
    """What follows a form: another page, asked for anew."""
    return make_response(redirect(path, HTTPStatus.SEE_OTHER))


def here() -> str:
    """Where a form of this page leads back to."""
    return request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path


def names_of(answer: Mapping[str, Any], asker: Asker | None = None) -> dict[str, Any]:
    """Whose page it is, for the frame: of what is not in use yet, the municipality alone."""
    council = answer["council"] if asker is None or not asker.waiting else None
    return {
        "municipality": answer["municipality"]["name"],
        "council_name": council["name"] if council else "",
    }


@cache
def icon(name: str) -> Markup:
    """An icon of ours as markup; next to it always stands a text."""
    drawn = Path(__file__).with_name("icons") / f"{name}.svg"
    return Markup(drawn.read_text(encoding="utf-8"))  # noqa: S704 - a file of the house, nothing typed
