"""オープンデータ at /open: the data sets, of what day, under which terms, and how to take them."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from flask import Response, request

from kyogikai_platform.web.moment import label
from kyogikai_platform.web.public.addresses import origin
from kyogikai_platform.web.public.data_sets import DATA_SETS
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.lately import last_recorded
from kyogikai_tenants.fiscal_year import JAPAN

TABLES = tuple(dict.fromkeys(table for one in DATA_SETS.values() for table in one.tables))


class Offered(NamedTuple):
    """A data set, of the day that is looked at."""

    name: str
    title: str
    rows: int | None
    """Where the API counts them."""
    changed: str
    columns: list[tuple[str, str]]


def show(site: Site) -> Response:
    """As the public sees it, whoever looks."""
    visit = Visit.at(site)
    public = replace(visit, asker=site.door.public(request))
    answer, when = public.ask("public/open"), visit.when
    changed = public.read(
        lambda reading: last_recorded(reading, reading.moment(when.day, when.known), TABLES)
    )
    offered = [
        Offered(
            one.name, one.title, answer.get(one.name, {}).get("totalCount"),
            _moment(max((changed[t] for t in one.tables if t in changed), default=None), visit.lang),
            [(column.name, column.means) for column in one.columns],
        )
        for one in DATA_SETS.values()
    ]  # fmt: skip
    return visit.page(
        "public/open.html", answer, offered=offered, origin=origin(site),
        whose=answer["municipality"], day=when.label(visit.lang),
    )  # fmt: skip


def _moment(moment: datetime | None, lang: str) -> str:
    if moment is None:
        return ""
    own = moment.astimezone(JAPAN)
    return f"{label(own.date(), lang)} {own:%H:%M}"
