"""The third step: a council as most of its size begin, edited before it is recorded."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, request

from kyogikai_platform.onboarding.templates import MOST, PER_YEAR, SHAPES, Row, Template
from kyogikai_platform.web.console import steps
from kyogikai_platform.web.console.desk import Desk, Errors, typed
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import value_of
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import BodyKind

SHAPE_WORDS = {
    "large": ("console_shape_large", "console_shape_large_more"),
    "middle": ("console_shape_middle", "console_shape_middle_more"),
    "network": ("console_shape_network", "console_shape_network_more"),
}
"""What each shape is called, and what it is for."""


def show(site: Site, tenant_id: UUID) -> Response:
    """The shapes to choose from, or the one that was chosen, as it was left."""
    desk = Desk.at(site)
    tenant, shape = desk.tenant(tenant_id), request.args.get("shape", "")
    given = _shape(tenant, shape) if shape in SHAPES else desk.saved(steps.draft_of(tenant, "template"))
    return _page(desk, tenant, given, {})


def send(site: Site, tenant_id: UUID) -> Response:
    """Record it as one batch, or keep what was typed for later."""
    desk, given = Desk.by_form(site), typed()
    tenant = desk.tenant(tenant_id)
    desk.save(draft := steps.draft_of(tenant, "template"), "template", given)
    if request.form.get("do") == "save":
        return onward(f"/tenants/{tenant_id}/template?saved=1")
    errors: Errors = {}
    template = _template(given, errors, desk.lang)
    if not errors:
        try:
            desk.operator.template(tenant, template)
        except Refused as refused:
            errors[refused.field if refused.field in given else "council"] = refused.message(desk.lang)
        else:
            desk.drop(draft)
            return onward(f"/tenants/{tenant_id}/history")
    return _page(desk, tenant, given, errors, HTTPStatus.BAD_REQUEST)


def _page(
    desk: Desk, tenant: Listed, given: dict[str, str], errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    lang = desk.lang
    per_year = [(str(n), words("console_per_year", lang, count=n)) for n in PER_YEAR]
    return desk.step(
        tenant, "template", status, typed=given, errors=errors, rows=range(1, MOST + 1),
        shapes=[(shape, *(words(text, lang) for text in SHAPE_WORDS[shape])) for shape in SHAPES],
        above=[(str(n), words("console_row", lang, number=n)) for n in range(1, MOST + 1)],
        kinds=[(kind.value, word(kind, lang)) for kind in BodyKind],
        cadences=[("0", words("console_as_needed", lang)), *per_year],
    )  # fmt: skip


def _shape(tenant: Listed, shape: str) -> dict[str, str]:
    """A shape as it would have been typed."""
    given = {"council": f"{tenant.name}地域自立支援協議会"}
    for n, row in enumerate(SHAPES[shape], 1):
        given |= {f"name-{n}": row.name, f"kind-{n}": row.kind.value, f"parent-{n}": str(row.parent or "")}
        given[f"cadence-{n}"] = "" if row.per_year is None else str(row.per_year)
    return given


def _template(given: dict[str, str], errors: Errors, lang: str) -> Template:
    """What is typed; a row without a name is none, and those below are under the rows that they name."""
    if not given.get("council"):
        errors["council"] = words("console_council_missing", lang)
    numbers = [n for n in range(1, MOST + 1) if given.get(f"name-{n}")]
    rows = [_row(given, n, numbers, errors, lang) for n in numbers]
    return Template(given.get("council", ""), rows, _since(given, errors, lang), today().isoformat())


def _row(given: dict[str, str], n: int, numbers: list[int], errors: Errors, lang: str) -> Row:
    kind = next((k for k in BodyKind if k.value == given.get(f"kind-{n}")), None)
    if kind is None:
        errors[f"kind-{n}"] = words("console_choose_one", lang)
    parent, cadence = given.get(f"parent-{n}", ""), given.get(f"cadence-{n}", "")
    above = numbers.index(int(parent)) + 1 if parent.isdecimal() and int(parent) in numbers else 0
    if parent and not 0 < above <= numbers.index(n):
        errors[f"parent-{n}"] = words("console_parent_bad", lang)
    per_year = int(cadence) if cadence in {"0", *map(str, PER_YEAR)} else None
    return Row(given[f"name-{n}"], kind or BodyKind.OTHER, above, per_year)


def _since(given: dict[str, str], errors: Errors, lang: str) -> str:
    try:
        return value_of(given["since"]) if given.get("since") else ""
    except NotADay as problem:
        errors["since"] = words(f"bad_{problem.why.name.lower()}", lang)
        return ""
