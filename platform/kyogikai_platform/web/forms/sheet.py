"""A form on somebody's desk: the command, the draft, and all that a page about it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms import catalogue, special
from kyogikai_platform.web.forms import drafts as kept
from kyogikai_platform.web.forms.answers import answers
from kyogikai_platform.web.forms.choices import gathered
from kyogikai_platform.web.forms.control import WHOLE, Control, nearest, places, references
from kyogikai_platform.web.forms.controls import Making
from kyogikai_platform.web.forms.feasts import called_on
from kyogikai_platform.web.forms.filled import Filled
from kyogikai_platform.web.forms.recording import Desk, Outcome, Refusal
from kyogikai_platform.web.forms.typed import fill
from kyogikai_platform.web.forms.typed_plain import unreadable
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import typable
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading
from kyogikai_tenants.vocabulary import Role

OURS = frozenset({"form_token", "draft", "act", "asOf", "knownAt"})
"""What a request says that is no field of a form."""
MOST_FIELDS = 2_000
WHY = {"OutsideLife": "form_why_outside_life"}
"""Rules whose own words need some of ours before them: what to look at."""


@dataclass
class Sheet:
    """A form, filled in as far as it is."""

    visit: Visit
    form: Form
    draft: kept.Draft
    fields: tuple[Asked, ...]
    controls: list[Control]
    filled: Filled

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with what was typed, by the nearest control."""
        known, found = {name for name, _ in places(self.controls)}, dict[str, str]()
        for name, problem in self.filled.problems.items():
            place, text = nearest(name, known), words(problem.word, self.visit.lang, **problem.facts)
            found.setdefault(place, self._labelled(place, text))
        return found

    @property
    def desk(self) -> Desk:
        """Where it is recorded."""
        return Desk(self.visit, self.form)

    @property
    def path(self) -> str:
        """The address of the form, with the draft."""
        return f"{address(self.form)}?draft={self.draft.id}"

    def page(
        self, status: HTTPStatus = HTTPStatus.OK, *, errors: Mapping[str, str] | None = None, **facts: Any
    ) -> Response:
        """The form."""
        order = [*(name for name, _ in places(self.controls)), WHOLE]
        told = {name: text for name in order if (text := (errors or {}).get(name))}
        controls = [_with(c, told) for c in self.controls]
        back = {"here": self.path} if request.method == "POST" else {}
        return self.visit.page(
            "forms/form.html", self.visit.ask("frame"), status, form=self.form, sheet=self, controls=controls,
            errors=told, label=catalogue.label(self.form, self.visit.lang),
            sentence=catalogue.sentence(self.form, self.visit.lang), **facts, **back,
        )  # fmt: skip

    def check(self, tried: Outcome) -> Response:
        """All answers, and what the trail will say."""
        return self.visit.page(
            "forms/check.html", self.visit.ask("frame"), sheet=self, answers=list(answers(self.controls)),
            label=catalogue.label(self.form, self.visit.lang), tried=tried,
            feast=called_on(self.form, self.filled, self.visit.lang),
        )  # fmt: skip

    def refused(self, refusals: Iterable[Refusal]) -> Response:
        """The form again, with each refusal at its field: the rule, and who may allow it."""
        known, errors = dict(places(self.controls)), dict[str, str]()
        for refusal in refusals:
            place = nearest(self.filled.place(refusal.path), set(known))
            said = self._labelled(place, self._said(refusal))
            errors[place] = " ".join(filter(None, (errors.get(place), said)))
        return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, errors=errors, refused=True)

    def wrong(self) -> Response:
        """The form again, with what is wrong with what was typed."""
        return self.page(HTTPStatus.BAD_REQUEST, errors=self.problems)

    def _labelled(self, place: str, text: str) -> str:
        label = dict(places(self.controls)).get(place, "")
        return words("form_at_field", self.visit.lang, label=label, text=text) if label else text

    def _said(self, refusal: Refusal) -> str:
        lang = self.visit.lang
        text = refusal.message
        if refusal.rule == "BadInput":
            text = words("form_refused_value", lang, problem=refusal.message.partition(": ")[2])
        said = [text, words("form_rule", lang, rule=refusal.rule)]
        if refusal.rule in WHY:
            said.insert(0, words(WHY[refusal.rule], lang))
        if refusal.may_allow:
            roles = [word(Role[role], lang) for role in refusal.may_allow]
            said.append(words("form_may_allow", lang, roles=("、" if lang == "ja" else ", ").join(roles)))
        return " ".join(said)


def _with(control: Control, errors: Mapping[str, str]) -> Control:
    """A control with what is wrong there."""
    inner = [_with(c, errors) for c in control.inner]
    return replace(control, inner=inner, error=errors.get(control.name, ""))


def address(form: Form) -> str:
    """Where a form is."""
    return f"/record/{naming.mutation(form.command)}"


def form_at(command: str) -> Form:
    """The form at an address. Raises NotFound."""
    whole = catalogue.BY_ADDRESS.get(command)
    if whole is None:
        abort(HTTPStatus.NOT_FOUND)
    return whole.form


def typed_in(given: MultiDict[str, str], form: Form) -> dict[str, str]:
    """What a request types into a form; what another page knows only by its kind finds its place."""
    found = {name: text for name, text in given.items() if name not in OURS and not unreadable(name)}
    if len(found) > MOST_FIELDS:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return {_placed(name, form): text for name, text in found.items()}


def _placed(name: str, form: Form) -> str:
    """``bodyId`` of a meeting is that of its first body."""
    if name.partition(".")[0] in {naming.field(form, f) for f in form.everything}:
        return name
    for outer in form.fields:
        if outer.shape is Shape.GROUP and any(naming.camel(f.name) == name for f in outer.fields):
            return (
                f"{naming.camel(outer.name)}.0.{name}" if outer.many else f"{naming.camel(outer.name)}.{name}"
            )
    return name


def opened(visit: Visit, form: Form, draft_id: UUID | None) -> Sheet:
    """The form with a draft's content, or with what the address brings. Raises NotFound for no such draft."""
    user = visit.asker.holds.account

    def read(connection: sa.Connection, asker: Asker) -> Sheet:
        draft = kept.find(connection, user, draft_id) if draft_id and user else None
        if draft_id and (draft is None or draft.command != form.command):
            abort(HTTPStatus.NOT_FOUND)
        own = draft or kept.Draft(uuid4(), form.command, _first(form, typed_in(request.args, form), visit))
        return laid_out(visit, form, own, connection, asker, fresh=draft is None)

    return visit.site.read(visit.asker, read)


def laid_out(
    visit: Visit,
    form: Form,
    draft: kept.Draft,
    connection: sa.Connection,
    asker: Asker,
    *,
    fresh: bool = False,
) -> Sheet:
    """The sheet of a draft, from what there is to choose."""
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    found = special.about(reading, asker, form, draft.typed, visit.lang)
    fields = special.fields(form, draft.typed, found)
    choices = gathered(reading, references(fields), asker.day, visit.lang)
    if fresh or not any(k == special.NEW or k.startswith("new.") for k in draft.typed):
        draft = replace(draft, typed=special.prefilled(found, draft.typed, choices))
    filled = fill(form, draft.typed, fields)
    controls = Making(form, filled, choices, visit.lang).all(fields)
    dressed = special.dressed(controls, form, found, visit.lang)
    return Sheet(visit, form, draft, fields, dressed, filled)


def _first(form: Form, typed: dict[str, str], visit: Visit) -> dict[str, str]:
    """A new form is dated today, where nothing else is said."""
    dated = any(f.name == "effective" for f in form.fields)
    if not dated or typed.get("effective.value"):
        return typed
    today = visit.asker.day.isoformat()
    return {"effective.value": typable(today) if visit.lang == "ja" else today} | typed
