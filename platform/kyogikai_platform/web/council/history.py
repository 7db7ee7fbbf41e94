"""沿革 at /history: how the council came to be what it is, as a picture and as a chronicle."""

from flask import Response

from kyogikai_platform.web.council.chronicle import SHOWN, Chronicle
from kyogikai_platform.web.council.facts import Told
from kyogikai_platform.web.council.lanes import lanes
from kyogikai_platform.web.council.lineage_svg import picture
from kyogikai_platform.web.council.past import Past
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit


def show(site: Site) -> Response:
    """Until the day asked for, as known at the moment asked for."""
    visit = Visit.at(site, "show")
    when, lang = visit.when, visit.lang
    answer = visit.ask("frame")
    past = visit.read(lambda reading: Past.read(reading, reading.moment(when.day, when.known)))
    shown = when.kept["show"] if when.kept["show"] in SHOWN else ""
    chronicle = Chronicle(past, Told(lang, past.grounds), lang)
    return visit.page(
        "council/history.html", answer, shown=shown, choices=SHOWN, days=chronicle.days(shown),
        drawn=picture(*lanes(past), when.day, lang),
    )  # fmt: skip
