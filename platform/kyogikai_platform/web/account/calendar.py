"""The link for calendar programs at /account/calendar: made, shown once, made anew, ended."""

from typing import NamedTuple

from flask import Response

from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.public.addresses import origin
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_projections.calendar_feed import person_of


class Address(NamedTuple):
    """A calendar's, with the secret in it."""

    name: str
    text: str


def show(site: Site) -> Response:
    """Whether there is one, and the form that makes another."""
    return _page(Acting.at(site), {})


def make(site: Site) -> Response:
    """Another one, whose addresses are shown this once."""
    acting = Acting.by_form(site)
    errors, problem = acting.confirmed()
    if errors:
        return acting.refused(_page(acting, errors), problem)
    addresses = _addresses(site, acting, acting.own.make_calendar_link())
    return acting.page("account/calendar_made.html", addresses=addresses)


def revoke(site: Site) -> Response:
    """End it."""
    acting = Acting.by_form(site)
    acting.own.revoke_calendar_link()
    return acting.done("calendar")


def _page(acting: Acting, errors: Errors) -> Response:
    link = acting.own.calendar_link()
    made, used = (minute(link.made, acting.lang), minute(link.used, acting.lang)) if link else ("", "")
    return acting.page("account/calendar.html", errors=errors, made=made, used=used)


def _addresses(site: Site, acting: Acting, secret: str) -> list[Address]:
    """Of one's own bodies, of all meetings, and of each body."""
    visit, lang = acting.visit, acting.lang
    base, tail = f"{origin(site)}/calendar/{secret}", "" if lang == "ja" else f"?lang={lang}"
    found = [Address(words("meeting_feed_all", lang), f"{base}/all.ics{tail}")]
    if visit.read(lambda reading: person_of(reading, acting.own.user_id)):
        found.insert(0, Address(words("meeting_feed_mine", lang), f"{base}/own.ics{tail}"))
    bodies = visit.ask("account/calendar")["bodies"]["nodes"]
    return found + [Address(b["name"], f"{base}/bodies/{b['id']}.ics{tail}") for b in bodies]
