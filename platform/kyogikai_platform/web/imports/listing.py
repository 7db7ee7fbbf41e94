"""取込み at /imports: what it is, a template, a file to bring, and what was brought before."""

from http import HTTPStatus
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from kyogikai_platform.web.imports.importing import FORM, Importing, acting
from kyogikai_platform.web.imports.states import Jobs
from kyogikai_platform.web.site import HEADERS, Site, onward
from kyogikai_platform.web.words import words
from kyogikai_platform.workbooks import desk, limits, refusals
from kyogikai_platform.workbooks.template import template
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Audience, Role

OFFERED = (Audience.COUNCIL, Audience.PUBLIC, Audience.SECRETARIAT)
"""For whom what is imported may be; the first without any other."""
SUFFIXES = (".xlsx", ".csv", ".zip")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(site: Site) -> Response:
    """The list, and the form."""
    return _page(Importing.at(site), {}, OFFERED[0].value, HTTPStatus.OK)


def send(site: Site) -> Response:
    """Put a file aside and ask for a dry run. Raises StaleForm."""
    chosen = OFFERED[0].value
    try:
        here = Importing.by_form(site, limits.BYTES + FORM)
        chosen = request.form.get("audience", chosen)
        audience, name, content = _given()
        if not content:
            raise refusals.BookEmpty
        made = here.act(
            lambda c, actor: desk.check(c, desk.upload(c, name, content), actor, audience=audience)
        )
    except RequestEntityTooLarge:
        problem: Refused = refusals.BookTooLarge(most=limits.BYTES)
    except Refused as refused:
        problem = refused
    except _Unsaid as unsaid:
        here = Importing.at(site)
        return _page(here, {unsaid.field: words(unsaid.text, here.lang)}, chosen, HTTPStatus.BAD_REQUEST)
    else:
        return onward(f"/imports/{made}")
    here = Importing.at(site)
    return _page(here, {"file": problem.message(here.lang)}, chosen, HTTPStatus.BAD_REQUEST)


class _Unsaid(Exception):
    """A field of the form holds nothing that can be read."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field)
        self.field, self.text = field, text


def _given() -> tuple[Audience, str, bytes]:
    """For whom, and the file with its name. Raises _Unsaid."""
    audience = next((a for a in OFFERED if a.value == request.form.get("audience")), None)
    if audience is None:
        raise _Unsaid("audience", "import_audience_missing")
    found = request.files.get("file")
    if found is None or not found.filename:
        raise _Unsaid("file", "import_file_missing")
    name = found.filename.replace("\\", "/").rpartition("/")[2]
    return audience, name, found.read(limits.BYTES + 1)


def take_template(site: Site) -> Response:
    """The workbook to fill in."""
    here = Importing.at(site)
    return given(template(), words("import_template_name", here.lang) + ".xlsx")


def given(content: bytes, name: str) -> Response:
    """A workbook to take away."""
    response = Response(content)
    response.headers.update(HEADERS)
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def audiences(lang: str) -> list[tuple[str, str]]:
    """For whom it may be, and in words."""
    return [(one.value, word(one, lang)) for one in OFFERED]


def _page(here: Importing, errors: dict[str, str], chosen: str, status: HTTPStatus) -> Response:
    jobs, lang = here.read(Jobs.read), here.lang
    return here.visit.page(
        "imports/list.html", here.visit.ask("frame"), status, errors=errors, chosen=chosen,
        audiences=audiences(lang), most=limits.BYTES // 1_000_000, suffixes=SUFFIXES,
        waiting=jobs.lines(jobs.open(), lang), earlier=jobs.lines(jobs.imports, lang),
        part_only=acting(here.visit.asker).role is Role.TENANT_ADMINISTRATOR,
    )  # fmt: skip
