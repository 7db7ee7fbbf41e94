"""受付 at /meetings/<id>/door: one large row for each person expected, tapped on a phone.

What is tapped is a draft of the form for attendance, kept as every draft is; from here it goes on to that
form's own check, and is recorded once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import sqlalchemy as sa
from flask import Response, abort, jsonify, request

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.notices.comments import comments
from kyogikai_platform.web import form_token
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.forms import drafts
from kyogikai_platform.web.forms.arriving import way_back, who_was_there
from kyogikai_platform.web.forms.filled import MOST_ROWS
from kyogikai_platform.web.meetings import quorum, recording
from kyogikai_platform.web.meetings.telling import called, when_of
from kyogikai_platform.web.notices import telling
from kyogikai_platform.web.notices.telling import Answer
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.convening import Answered, answers, convening
from kyogikai_projections.expected import Expected, expected
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_rules import InForce, by_body
from kyogikai_projections.reading import Reading
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import AttendanceAnswer, AttendanceStatus, MeetingState

TAPS = (AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.PROXY)
COMMAND = "RecordAttendance"
FORM = "/record/recordAttendance"
LONGEST = 100
"""Characters of a name."""
Taps = Mapping[str, tuple[str, str]]
"""By membership: what was tapped, and who came for them."""


class Row(NamedTuple):
    """Somebody expected, and what was tapped."""

    key: str
    name: str
    reading: str
    more: str
    bodies: str
    answer: str
    comment: str
    tapped: str
    proxy: str


class Quorum(NamedTuple):
    """How many a body needs by a rule in force, and how many are here."""

    body: str
    name: str
    rule: str
    base: int
    needed: int
    present: int


class Hall(NamedTuple):
    """The meeting at whose door somebody stands."""

    visit: Visit
    answer: dict[str, Any]
    meeting: Answer
    people: Sequence[Expected]
    said: Mapping[UUID, Answered]
    comments: Mapping[UUID, str]
    rules: Mapping[UUID, Sequence[InForce]]
    draft: drafts.Draft | None
    draft_id: UUID
    recorded: int

    @classmethod
    def at(cls, site: Site, meeting_id: str) -> "Hall":
        """Of whoever records its attendance. Raises Elsewhere, NotFound."""
        visit, record = Visit.any(site).now(), record_of(meeting_id, "Meeting")
        user = visit.asker.holds.account
        if user is None or visit.asker.actor is None:
            raise Elsewhere(way_back())
        answer = visit.ask("meetings/meeting", id=meeting_id)
        meeting = answer["meeting"] or abort(HTTPStatus.NOT_FOUND)
        mine = recording.of_meeting(visit.asker, AttendanceRecorded, meeting)
        if not mine or meeting["state"] == MeetingState.CANCELLED.name:
            abort(HTTPStatus.NOT_FOUND)
        today = visit.asker.day
        bodies, day = sorted(telling.bodies_of(meeting)), telling.day_of(meeting, today)

        def read(connection: sa.Connection, asker: Asker) -> "Hall":
            reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
            recorded = convening(reading, record).recorded
            own = draft_id(record, recorded)
            said = answers(reading, record, today)
            return cls(
                visit, answer, meeting, expected(reading, bodies, day, today), said,
                comments(connection, record, said) if said else {},
                by_body(reading, bodies, day),
                drafts.find(connection, user, own), own, recorded,
            )  # fmt: skip

        return site.read(visit.asker, read)

    @property
    def taps(self) -> Taps:
        """As the draft has them."""
        return taps_of(self.draft.typed if self.draft else {})


def draft_id(meeting: UUID, recorded: int) -> UUID:
    """One draft for each record of a meeting's attendance: whoever comes back finds theirs."""
    return uuid5(meeting, f"door {recorded}")


def taps_of(typed: Mapping[str, str]) -> Taps:
    """From the form for attendance, as it was typed."""
    rows = (name.rpartition(".")[0] for name in typed if name.endswith(".membershipId"))
    return {
        typed[f"{row}.membershipId"]: (typed.get(f"{row}.status", ""), typed.get(f"{row}.name", ""))
        for row in rows
    }


def show(site: Site, meeting_id: str) -> Response:
    """Everybody in 五十音 order, with what they answered."""
    hall = Hall.at(site, meeting_id)
    visit, meeting, taps = hall.visit, hall.meeting, hall.taps
    held = meeting["state"] == MeetingState.HELD.name
    way = "" if held else recording.of_meeting(visit.asker, MeetingHeld, meeting)
    rows = list(_rows(hall, taps))
    return visit.page(
        "notices/door.html", hall.answer, meeting=meeting, name=called(meeting, visit.lang),
        at=when_of(meeting, visit.lang), rows=rows, quorum=list(_quorum(hall, taps)),
        taps=[(one.name, word(one, visit.lang)) for one in TAPS],
        counts=_counts([row.key for row in rows], taps),
        hold=way, not_held="held" in request.args and not held, longest=LONGEST, recorded=hall.recorded,
        form=f"{FORM}?draft={hall.draft_id}" if hall.draft else "",
    )  # fmt: skip


def _rows(hall: Hall, taps: Taps) -> Iterator[Row]:
    lang = hall.visit.lang
    for one in hall.people:
        key = ids.encode("Membership", one.membership)
        tapped, proxy = taps.get(key, ("", ""))
        said = next((hall.said[m] for m in sorted(one.memberships) if m in hall.said), None)
        answer = word(said.answer, lang) if said else ""
        stands_in = said.name if said and said.answer is AttendanceAnswer.PROXY else ""
        if stands_in:
            answer = words("notice_answer_by", lang, answer=answer, name=stands_in)
        yield Row(
            key, one.name, one.reading, "　".join(filter(None, (one.organization, one.office))),
            " ".join(sorted(map(str, one.bodies))), answer,
            next((hall.comments[m] for m in sorted(one.memberships) if m in hall.comments), ""), tapped,
            proxy or stands_in,
        )  # fmt: skip


def _quorum(hall: Hall, taps: Taps) -> Iterator[Quorum]:
    """Of each body by each rule whose share can be reckoned; who comes for somebody is not counted."""
    called_so = {ids.decode_as(b["id"], "Body")[1]: b["name"] for b in hall.meeting["bodies"]}
    here = {key for key, (tapped, _) in taps.items() if tapped == AttendanceStatus.PRESENT.name}
    for body, rules in hall.rules.items():
        own = [one for one in hall.people if body in one.bodies]
        present = sum(ids.encode("Membership", one.membership) in here for one in own)
        for rule in rules:
            needed = quorum.needs(rule.share, len(own)) if own and rule.share else None
            if needed is not None:
                said = f"{rule.title}（{rule.quorum or rule.share}）"
                yield Quorum(str(body), called_so.get(body, ""), said, len(own), needed, present)


def _counts(keys: Sequence[str], taps: Taps) -> dict[str, int]:
    tapped = [taps.get(key, ("", ""))[0] for key in keys]
    return {one.name: tapped.count(one.name) for one in TAPS} | {"": tapped.count("")}


def sent(site: Site, meeting_id: str) -> Response:
    """What was tapped is kept first, whatever becomes of it then. Raises StaleForm."""
    form_token.require(request, site.door.here.settings)
    visit, act = Visit.any(site), request.form.get("act", "count")
    if visit.asker.actor is None:
        return _signed_out(site, visit, meeting_id, act)
    try:
        hall, here = Hall.at(site, meeting_id), f"/meetings/{meeting_id}/door"
    except HttpProblem as problem:
        if problem.status != HTTPStatus.UNAUTHORIZED:
            raise
        return _signed_out(site, visit, meeting_id, act)
    keys = [ids.encode("Membership", one.membership) for one in hall.people]
    when, day = hall.meeting["date"], visit.asker.day.isoformat()
    if when["precision"] == "DAY":
        day = min(day, when["value"])
    _keep(visit, visit.asker.holds.account, hall.draft_id, _typed(meeting_id, day, keys, rest=act == "rest"))
    if act == "save":
        return jsonify(saved=True)
    if act != "check":
        return onward(here)
    if hall.meeting["state"] != MeetingState.HELD.name:
        return onward(f"{here}?held=no#not-held")
    return onward(f"{FORM}/check?draft={hall.draft_id}")


def _signed_out(site: Site, visit: Visit, meeting_id: str, act: str) -> Response:
    """Whose session ran out meanwhile: their taps are kept for them, and they sign in and come back."""
    record, user = record_of(meeting_id, "Meeting"), who_was_there(site)
    visit = replace(visit, asker=site.door.public(request))
    keys = [name.removeprefix("s.") for name in request.form if name.startswith("s.")]
    if user and len(keys) <= MOST_ROWS:
        recorded = visit.read(lambda reading: convening(reading, record)).recorded
        typed = _typed(meeting_id, visit.asker.day.isoformat(), keys, rest=act == "rest")
        _keep(visit, user, draft_id(record, recorded), typed)
    return jsonify(saved=False) if act == "save" else onward(way_back())


def _keep(visit: Visit, user: UUID | None, draft: UUID, typed: Mapping[str, str]) -> None:
    if user is None:
        abort(HTTPStatus.NOT_FOUND)
    try:
        with transaction(visit.site.door.here.engine, visit.asker.tenant_id) as connection:
            drafts.save(connection, user, draft, COMMAND, typed)
    except drafts.TooMuch:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _typed(meeting_id: str, day: str, keys: Sequence[str], *, rest: bool) -> dict[str, str]:
    """As the form for attendance has it typed."""
    rows, known = dict[str, tuple[str, str]](), {one.name for one in TAPS}
    for key in keys:
        tapped = request.form.get(f"s.{key}", "")
        tapped = AttendanceStatus.ABSENT.name if rest and not tapped else tapped
        if tapped in known:
            name = request.form.get(f"n.{key}", "").strip()[:LONGEST]
            rows[key] = tapped, name if tapped == AttendanceStatus.PROXY.name else ""
    typed = {"meetingId": meeting_id, "effective.kind": "AT", "effective.value": day}
    for number, (key, (tapped, name)) in enumerate(rows.items()):
        row = f"attendees.{number}"
        typed |= {f"{row}.membershipId": key, f"{row}.status": tapped, f"{row}.name": name}
    if rows:
        counts = _counts(keys, rows)
        typed |= {f"counts.{one.value}": str(counts[one.name]) for one in TAPS}
        typed["counts.expected"] = str(len(keys))
    return typed
