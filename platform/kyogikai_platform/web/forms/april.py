"""April in one go at /record/april: a term ends, the next begins, and ex-officio holders are replaced.

All of it is one transaction: it stands or falls together, after a preview of every entry and of the roster.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_graphql.answering import Asked as Question
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations.errors import RightsMoved
from kyogikai_graphql.mutations.together import Sitting
from kyogikai_platform.web import form_token
from kyogikai_platform.web.documents import question
from kyogikai_platform.web.forms import drafts, term_change
from kyogikai_platform.web.forms.arriving import draft_id_of, known, way_back, who_was_there
from kyogikai_platform.web.forms.choices import Choice, gathered
from kyogikai_platform.web.forms.control import WHOLE, Control, nearest, places
from kyogikai_platform.web.forms.controls import Making
from kyogikai_platform.web.forms.filled import Filled
from kyogikai_platform.web.forms.recording import Outcome, document, outcome
from kyogikai_platform.web.forms.term_change import Batch, Plan, Stopped, Term
from kyogikai_platform.web.forms.typed import fill
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_projections.labels import word
from kyogikai_projections.lives import rows_of, where
from kyogikai_projections.reading import Moment, Reading
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.terms import TermEnded, TermStarted
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.permission import may_ever
from kyogikai_tenants.vocabulary import Role

PATH = "/record/april"
NEEDED = (TermEnded, TermStarted, MemberAppointed)
LABELS = {"bodyId": "form_april_body", "until": "form_april_last", "since": "form_april_first",
          "number": "form_april_number", "plannedEnd": "form_april_end"}  # fmt: skip
FIELDS = (
    Asked("body_id", Shape.REFERENCE, kinds=("body",)),
    Asked("until", Shape.DAY),
    Asked("since", Shape.DAY, required=False),
    Asked("number", Shape.NUMBER, required=False),
    Asked("planned_end", Shape.EFFECTIVE, required=False),
)
FORM = Form("April", TermStarted, "", FIELDS)
OURS = frozenset({"form_token", "draft", "act"})


@dataclass(frozen=True)
class Paper:
    """The form, filled in as far as it is."""

    visit: Visit
    draft: drafts.Draft
    filled: Filled
    controls: list[Control]
    term: Term | None
    people: list[Choice]
    body: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"{PATH}?draft={self.draft.id}"

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, by the field."""
        lang, labels = self.visit.lang, dict(places(self.controls))
        found = dict[str, str]()
        for name, problem in self.filled.problems.items():
            place = nearest(name, set(labels))
            text = words(problem.word, lang, **problem.facts)
            found.setdefault(place, words("form_at_field", lang, label=labels.get(place, ""), text=text))
        members = term_change.problems(self.term.members) if self.term else {}
        names = {f"m.{m.id}": m.name for m in self.term.members} if self.term else {}
        for name, text in members.items():
            label = names[name.rpartition(".")[0]]
            found[name] = words("form_at_field", lang, label=label, text=words(text, lang))
        return found

    def page(self, status: HTTPStatus = HTTPStatus.OK, errors: dict[str, str] | None = None) -> Response:
        """The form."""
        told = errors or {}
        controls = [_with(c, told) for c in self.controls]
        back = {"here": self.path} if request.method == "POST" else {}
        return self.visit.page(
            "forms/april.html", self.visit.ask("frame"), status, paper=self, controls=controls, errors=told,
            acts=[(act, words(text, self.visit.lang)) for act, text in ACTS.items()], **back,
        )  # fmt: skip

    def stopped(self, by: Stopped) -> Response:
        """The form again: which command was refused, by which rule."""
        lang = self.visit.lang
        said = []
        for refusal in by.outcome.refusals:
            roles = [word(Role[role], lang) for role in refusal.may_allow]
            allow = words("form_may_allow", lang, roles="、".join(roles)) if roles else ""
            rule = words("form_rule", lang, rule=refusal.rule)
            said.append(" ".join(filter(None, (f"{by.form.label(lang)}:", refusal.message, rule, allow))))
        return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, {WHOLE: " ".join(said)})

    def run(self, *, keep: bool) -> Batch:
        """All commands in one transaction; without ``keep`` they are only tried. Raises Stopped."""
        visit, batch = self.visit, Batch()
        plan = Plan.of(self.filled.input, self.term, self.draft.key)
        with visit.site.answering.together(visit.asker, keep=keep) as sitting:
            batch.outcomes = plan.run(lambda form, given, key: _send(sitting, visit.lang, form, given, key))
            batch.roster = _roster(sitting, visit.lang, plan, batch.outcomes)
        return batch


ACTS = {"again": "form_april_again", "other": "form_april_other", "vacant": "form_april_vacant",
        "gone": "form_april_gone"}  # fmt: skip


def show(site: Site) -> Response:
    """The form: shown, or sent to be kept and looked at again."""
    if request.method == "POST":
        return _sent(site)
    paper = _paper(_allowed(site), draft_id_of(request.args.get("draft")))
    return onward(f"/record/done?draft={paper.draft.id}") if paper.draft.entries else paper.page()


def _sent(site: Site) -> Response:
    """What was typed is kept first, whatever becomes of it then; of whoever may not record it nothing is."""
    form_token.require(request, site.door.here.settings)
    visit, draft_id = Visit.any(site), draft_id_of(request.form.get("draft"))
    user = visit.asker.holds.account or who_was_there(site)
    if draft_id is None or user is None:
        return onward(way_back())
    if visit.asker.actor is not None and not may(visit.asker):
        abort(HTTPStatus.NOT_FOUND)
    typed = {n: t for n, t in request.form.items() if n not in OURS}
    try:
        with transaction(site.door.here.engine, visit.asker.tenant_id) as connection:
            drafts.save(connection, user, draft_id, FORM.command, typed)
    except drafts.TooMuch:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    paper = _paper(_allowed(site), draft_id)
    if paper.problems:
        return paper.page(HTTPStatus.BAD_REQUEST, paper.problems)
    checked = request.form.get("act") == "check"
    return onward(f"{PATH}/check?draft={draft_id}" if checked else f"{paper.path}#members")


def check(site: Site) -> Response:
    """Every entry that would be made, and who sits where afterwards; sent from here, they are made."""
    visit = _allowed(site)
    if request.method == "POST":
        form_token.require(request, site.door.here.settings)
    paper = _paper(visit, draft_id_of(request.values.get("draft")) or abort(HTTPStatus.NOT_FOUND))
    if paper.draft.entries:
        return onward(f"/record/done?draft={paper.draft.id}")
    if paper.problems:
        return paper.page(HTTPStatus.BAD_REQUEST, paper.problems)
    try:
        batch = paper.run(keep=request.method == "POST")
    except Stopped as by:
        return paper.stopped(by)
    except RightsMoved:
        return onward(paper.path)
    if request.method == "POST":
        return _kept(visit, paper, batch)
    return visit.page("forms/april_check.html", visit.ask("frame"), paper=paper, batch=batch)


def _kept(visit: Visit, paper: Paper, batch: Batch) -> Response:
    user = visit.asker.holds.account or abort(HTTPStatus.FORBIDDEN)
    with transaction(visit.site.door.here.engine, visit.asker.tenant_id) as connection:
        drafts.recorded(connection, user, paper.draft.id, [e["id"] for e in batch.entries])
    return onward(f"/record/done?draft={paper.draft.id}")


def may(asker: Asker) -> bool:
    """Whether somebody may record all that it takes."""
    return asker.actor is not None and all(may_ever(asker.holds, event) for event in NEEDED)


def _allowed(site: Site) -> Visit:
    visit = known(site)
    if not may(visit.asker):
        abort(HTTPStatus.NOT_FOUND)
    return visit


def _paper(visit: Visit, draft_id: UUID | None) -> Paper:
    """The form with a draft's content, or with what the address brings. Raises NotFound."""
    user, lang = visit.asker.holds.account, visit.lang

    def read(connection: sa.Connection, asker: Asker) -> Paper:
        draft = drafts.find(connection, user, draft_id) if user and draft_id else None
        if draft_id and (draft is None or draft.command != FORM.command):
            abort(HTTPStatus.NOT_FOUND)
        draft = draft or drafts.Draft(uuid4(), FORM.command, _first(asker.day))
        reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
        choices = gathered(reading, [("body",), ("person",)], asker.day, lang)
        filled = fill(FORM, draft.typed, FIELDS)
        made = Making(FORM, filled, choices, lang)
        controls = [replace(c, label=words(LABELS[c.name], lang)) for c in map(made.one, FIELDS, LABELS)]
        body, last = filled.input.get("bodyId", ""), filled.input.get("until")
        known = body and last and "bodyId" not in filled.problems
        term = _term(reading, str(body), str(last), draft.typed) if known else None
        name = next((c.label for c in choices[("body",)] if c.id == body), "")
        return Paper(visit, draft, filled, controls, term, list(choices[("person",)]), name)

    return visit.site.read(visit.asker, read)


def _term(reading: Reading, body: str, last: str, typed: dict[str, str]) -> Term | None:
    return term_change.term_of(reading, ids.decode_as(body, "Body")[1], date.fromisoformat(last), typed)


def _first(today: date) -> dict[str, str]:
    """The body of the address; the fiscal year that ends next."""
    year = today.year + (1 if today.month > 3 else 0)  # noqa: PLR2004 - March
    given = {name: text for name, text in request.args.items() if name in LABELS}
    return {"until": f"R{year - 2018}.3.31"} | given


def _with(control: Control, errors: dict[str, str]) -> Control:
    inner = [_with(c, errors) for c in control.inner]
    return replace(control, inner=inner, error=errors.get(control.name, ""))


def _send(sitting: Sitting, lang: str, form: Form, given: Any, key: str) -> Any:
    variables = {"input": {**given, "idempotencyKey": key}, "lang": lang.upper()}
    asked = Question(document(form), variables, None, lang=lang)
    return outcome(sitting.ask(asked).told(lang, hints=False))


def next_roster(reading: Reading, draft: drafts.Draft) -> str:
    """Where the term that a batch began has its roster; empty for what another form recorded."""
    if draft.command != FORM.command:
        return ""
    named = [ids.decode_entry(entry) for entry in draft.entries[:2]]
    begun = [one.stream for one in named if one.version == 1]
    found = rows_of(reading, Moment(date.max), "term", where("term", "id", begun))
    own = ((ids.encode("Body", row["body_id"]), ids.encode("Term", row["id"])) for row in found)
    return next((f"/roster?body={body}&term={term}" for body, term in own), "")


def _roster(sitting: Sitting, lang: str, plan: Plan, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Who sits there on the first day, as the record has it by then, in the order of the batch."""
    variables = {"id": plan.body, "asOf": plan.first.isoformat()}
    answer = sitting.ask(Question(question("forms/roster"), variables, None, lang=lang)).told(
        lang, hints=False
    )
    body = (answer.get("data") or {}).get("body")
    found = body["memberships"]["nodes"] if body else []
    told = [outcome.subject for outcome in outcomes]
    return sorted(found, key=lambda one: told.index(one["id"]) if one["id"] in told else len(told))
