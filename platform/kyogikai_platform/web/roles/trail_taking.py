"""What is taken out of the trail: what its page is narrowed to, as far as whoever takes it may read it."""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from flask import abort, request

from kyogikai_graphql.loading import own_acts, scope
from kyogikai_platform.web import form_token
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.roles.trail_asked import WORDS, Asked
from kyogikai_platform.web.roles.trail_page import require
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.paging import Window
from kyogikai_projections.reading import Reading
from kyogikai_projections.reviewing import Found, Review, Trail

LOOKED = 20_000
"""Entries in which a text is looked for: a few seconds."""


@dataclass(frozen=True)
class Taking:
    """Who takes what."""

    visit: Visit
    asked: Asked

    @classmethod
    def asked_for(cls, site: Site) -> "Taking":
        """By a form of the trail's page; refused (400) where it asks for what cannot be."""
        form_token.require(request, site.door.here.settings)
        asker, lang = site.asker(), Preferences.of(request.cookies).lang
        kept = {name: request.form.get(name, "") for name in WORDS}
        visit = Visit(site, asker, lang, Moment("/trail", asker.day, asker.day, kept=kept))
        require(visit, "/trail")
        asked = Asked.of(kept, asker.day, lang)
        if asked.errors:
            abort(HTTPStatus.BAD_REQUEST)
        return cls(visit, asked)

    @cached_property
    def trail(self) -> Trail:
        """As far as they may read it."""
        open_to = scope(self.visit.asker.viewer) or own_acts(self.visit.asker)
        assert open_to is not None  # noqa: S101 - required before
        return self.asked.trail(open_to, self.visit.asker.day)

    def found(self, reading: Reading, most: int) -> Found:
        """The newest so many of it."""
        return Review(reading, self.trail).page(Window(most, backward=True), most, LOOKED)
