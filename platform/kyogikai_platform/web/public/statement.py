"""The statements of the product on itself: /accessibility, in the form of JIS X 8341-3, and /help."""

import re
from datetime import date

from flask import Response, request
from markupsafe import Markup, escape

from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words

STATED = date(2026, 11, 26)
"""When the text was last looked over."""
TOLD = ("access_scope", "access_norm", "access_target", "access_level", "access_until", "access_relied")
CHECKED = ("access_axe", "access_zoom", "access_keyboard", "access_script", "access_pdf")
OPEN = ("access_open_1", "access_open_2", "access_open_3", "access_open_4", "access_open_5")
HELP = {
    "help_site": ("help_site_1", "help_site_2", "help_site_3", "help_site_4"),
    "help_date": ("help_date_1", "help_date_2", "help_date_3", "help_date_4", "help_date_5"),
    "help_past": ("help_past_1", "help_past_2"),
    "help_public": ("help_public_1", "help_public_2", "help_public_3", "help_public_4"),
    "help_source": ("help_source_1", "help_source_2"),
    "help_see": ("help_see_1", "help_see_2", "help_see_3"),
    "help_trouble": ("help_trouble_1",),
}
"""What is asked, and the sentences that answer."""
READ = re.compile(r"｜([^《]+)《([^》]+)》")
"""A word with its reading."""


def accessibility(site: Site) -> Response:
    """What is aimed at, what was checked, and what was not."""
    visit = Visit.at(site)
    answer = visit.ask("public/statement")
    return visit.page(
        "public/accessibility.html", answer, told=TOLD, checked=CHECKED, unchecked=OPEN,
        host=request.host, contact=answer["municipality"]["contact"], stated=label(STATED, visit.lang),
    )  # fmt: skip


def guide(site: Site) -> Response:
    """Short sentences, each word with its reading."""
    visit = Visit.at(site)
    answer = visit.ask("public/statement")
    name = answer["municipality"]["name"]
    told = {
        read(words(asked, visit.lang)): [read(words(text, visit.lang), name) for text in texts]
        for asked, texts in HELP.items()
    }
    return visit.page(
        "public/help.html", answer, told=told, lead=read(words("help_lead", visit.lang)),
        heading=read(words("help_heading", visit.lang)), contact=answer["municipality"]["contact"],
        years={which: read(words(which, visit.lang)) for which in ("help_years", "help_years_1")},
    )  # fmt: skip


def read(text: str, name: str = "") -> Markup:
    """With the readings above their words; for whoever has no ruby, beside them."""
    made = READ.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", str(escape(text)))
    return Markup(made).replace("{name}", escape(name))  # noqa: S704 - a text of ours, and a name that is escaped
