"""From a form that was filled in to its command, and to what rights are asked about before it runs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_projections.forms import ENVELOPE, Asked, Form, Shape, asked, form_of_event, sentence
from kyogikai_projections.positions import ACCOUNTS, CASES
from kyogikai_tenants import features
from kyogikai_tenants.acting import acting_fields
from kyogikai_tenants.commands import AnnulEvent, Command, CorrectEvent, Say
from kyogikai_tenants.council.bodies import BodyMerged
from kyogikai_tenants.council.lineage import MergeBodies
from kyogikai_tenants.council.member_rules import ReplaceMember
from kyogikai_tenants.council.members import MemberAppointed, MemberReplaced
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.events import COMMANDS, Begins, Event, EventAnnulled, EventCorrected, Source
from kyogikai_tenants.references import members
from kyogikai_tenants.vocabulary import Audience

assert features.FEATURES, "every event is declared"  # noqa: S101 - what the import is for


class Subject(NamedTuple):
    """The record that a command is about, and the entry in it where it is about one."""

    id: UUID
    version: int = 0


class May(NamedTuple):
    """One thing that a command records: what rights are asked about."""

    event: type[Event]
    subject: UUID | None
    fields: dict[str, Any]


class Filled(NamedTuple):
    """A command, and all that it records."""

    command: Command
    records: tuple[May, ...]


SUBSTITUTE = "Who serves the rest of the term: body, term, seat and category are taken over."
Given = dict[str, Any]
"""Fields by their names, with declared values: uuids, dates, members of enumerations."""
Fill = Callable[[Form, Subject | None, Given], Filled]


@dataclass(frozen=True)
class Whole:
    """A form, and what becomes of it."""

    form: Form
    fill: Fill

    def filled(self, subject: Subject | None, given: Given) -> Filled:
        """The command. Raises BadInput naming the field."""
        return self.fill(self.form, subject, _with_source(given))


def _with_source(given: Given) -> Given:
    """The two plain fields as one source."""
    document, locator = given.get("source_id"), given.get("source_locator")
    rest = {n: v for n, v in given.items() if n not in {"source_id", "source_locator"}}
    if document is None and locator:
        raise BadInput(field="source_id", field_path="source_id", problem="the place is in no document")
    return rest if document is None else {**rest, "source": Source(document, locator or "")}


def _say(form: Form, subject: Subject | None, given: Given) -> Filled:
    event, target = form.event, {"target": subject.version} if subject and subject.version else {}
    if issubclass(event, Begins):
        given = {"audience": _usual(event)} | given
    about = subject.id if subject else None
    said = {**given, **target}
    return Filled(Say(event, about, said), (May(event, about, said),))


def _usual(event: type[Begins]) -> Audience:
    """Who may see a record, where nothing is said of it."""
    if CASES & {*event.SUBJECTS}:
        return Audience.CASE
    return Audience.SECRETARIAT if ACCOUNTS & {*event.SUBJECTS} else Audience.COUNCIL


def _correct(form: Form, subject: Subject | None, given: Given) -> Filled:
    about, target = subject or _nothing()
    command = CorrectEvent(about, target, given["field"], given.get("new"), given["reason"])
    return Filled(command, (May(form.event, about, given | {"target": target}),))


def _annul(form: Form, subject: Subject | None, given: Given) -> Filled:
    about, target = subject or _nothing()
    return Filled(
        AnnulEvent(about, target, given["reason"]), (May(form.event, about, given | {"target": target}),)
    )


def _nothing() -> Subject:
    raise BadInput(field="subject", field_path="subject", problem="names nothing")


def _merge(form: Form, _: Subject | None, given: Given) -> Filled:
    sources = tuple(given["source_ids"])
    if not sources:
        raise BadInput(field="source_ids", field_path="source_ids", problem="names no body")
    command = MergeBodies(sources, given["into_id"], given["effective"], given.get("reason", ""))
    said = {n: v for n, v in given.items() if n != "source_ids"}
    return Filled(command, tuple(May(form.event, source, said) for source in sources))


def _replace(form: Form, subject: Subject | None, given: Given) -> Filled:
    """With a substitute, both sides at once; without one, the end alone."""
    if "substitute" not in given:
        return _say(form, subject, given)
    for name in ("successor_id", "source", "quality"):
        if name in given:
            problem = "belongs to the substitute, who is named here"
            field = "source_id" if name == "source" else name
            raise BadInput(field=field, field_path=field, problem=problem)
    about, substitute = (subject or _nothing()).id, _with_source(given["substitute"])
    end = {n: v for n, v in given.items() if n != "substitute"}
    command = ReplaceMember(about, end["effective"], substitute, end.get("reason", ""))
    return Filled(command, (May(form.event, about, end), May(MemberAppointed, None, substitute)))


def _merger() -> Form:
    """Several bodies at once, beside the event that each of them is told by."""
    hints = members(MergeBodies)
    optional = {"reason"}
    fields = tuple(asked(n, hint, required=n not in optional) for n, hint in hints.items())
    return Form("MergeBodies", BodyMerged, sentence(MergeBodies.__doc__), fields, None, ("body",))


def _replacement() -> Form:
    """The end, or both sides at once."""
    form = form_of_event("ReplaceMember", MemberReplaced)
    taken = {"body_id", "term_id", "seat_id", "category", "effective", "audience", "substitute"}
    whole = form_of_event("AppointMember", MemberAppointed)
    own = tuple(f for f in whole.fields if f.name not in taken)
    substitute = Asked(
        "substitute", Shape.GROUP, required=False, group="Substitute", text=SUBSTITUTE, fields=own
    )
    return replace(form, fields=(*form.fields, substitute))


def _all() -> dict[str, Whole]:
    corrected = form_of_event("CorrectEvent", EventCorrected, without={"old", "new", "sealed_for"})
    new = Asked("new", Shape.ANYTHING, required=False)
    special = {"CorrectEvent", "AnnulEvent", "ReplaceMember"}
    return {
        **{c: Whole(form_of_event(c, e), _say) for c, e in COMMANDS.items() if c not in special},
        "CorrectEvent": Whole(replace(corrected, fields=(*corrected.fields, new)), _correct),
        "AnnulEvent": Whole(form_of_event("AnnulEvent", EventAnnulled), _annul),
        "MergeBodies": Whole(_merger(), _merge),
        "ReplaceMember": Whole(_replacement(), _replace),
    }


FORMS: dict[str, Whole] = _all()
"""Every command that there is, by its imperative."""


def form(command: str) -> Form:
    """What a command asks for. Raises KeyError for none of ours."""
    return FORMS[command].form


NOBODYS = ENVELOPE | {"sealed_for"}
"""Fields of events that the record itself sets."""
SOURCE = Asked(
    "source",
    Shape.GROUP,
    group="Source",
    fields=(
        Asked("document_id", Shape.REFERENCE, kinds=("source_document",)),
        Asked("locator", Shape.TEXT, required=False),
    ),
)


def field_of(event: type[Event], name: str) -> Asked | None:
    """A field of an event, as a correction of it is asked for; None of what nobody fills in."""
    hint = None if name in NOBODYS or name in acting_fields(event) else members(event).get(name)
    if name == "source":
        return SOURCE
    return asked(name, hint, required=False) if hint is not None else None
