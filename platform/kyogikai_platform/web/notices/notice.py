"""開催通知 at /meetings/<id>/notice: the letter, who gets it, who has it, and what they answered.

For whoever may convene the meeting; to anybody else there is no such page (404).
"""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import uuid4

from flask import Response, abort, request

from kyogikai_platform.notices import letters
from kyogikai_platform.notices.comments import comments
from kyogikai_platform.notices.letters import Batch
from kyogikai_platform.notices.sending import Noted, Sending
from kyogikai_platform.web import form_token
from kyogikai_platform.web.account.entry import host_of
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.council.contact import reads
from kyogikai_platform.web.forms.arriving import way_back
from kyogikai_platform.web.meetings import recording
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.notices import telling
from kyogikai_platform.web.notices.offers import Desk, Offer, last_sent
from kyogikai_platform.web.notices.telling import Answer
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import its_own
from kyogikai_projections.convening import answers, convening
from kyogikai_projections.expected import Expected, expected
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading
from kyogikai_tenants.council.meetings import MeetingConvened
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.permission import Reading as What

BOTH = ("ja", "en")
"""A letter says it in both languages, since nobody knows which one its reader reads."""
BETWEEN = "\n\n----\n\n"


class Recipient(NamedTuple):
    """Somebody in the list."""

    name: str
    organization: str
    office: str
    known: str
    """The word for where an address is known; empty: nowhere."""
    sent: str
    state: str
    answer: str
    comment: str


class Room(NamedTuple):
    """The meeting whose notices are on the desk."""

    visit: Visit
    answer: dict[str, Any]
    meeting: Answer
    way: str
    desk: Desk

    @classmethod
    def at(cls, site: Site, meeting_id: str) -> "Room":
        """Of whoever may convene it. Raises Elsewhere, NotFound."""
        visit, record = Visit.any(site).now(), record_of(meeting_id, "Meeting")
        if visit.asker.actor is None:
            raise Elsewhere(way_back())
        answer = visit.ask("meetings/meeting", id=meeting_id)
        meeting = answer["meeting"] or abort(HTTPStatus.NOT_FOUND)
        way = recording.of_meeting(visit.asker, MeetingConvened, meeting)
        if not way:
            abort(HTTPStatus.NOT_FOUND)
        today = visit.asker.day
        bodies, day = telling.bodies_of(meeting), telling.day_of(meeting, today)
        open_ = reads(visit.asker, What.CONTACTS)

        def read(reading: Reading) -> Desk:
            said, connection = answers(reading, record, today), reading.connection
            return Desk(
                expected(reading, sorted(bodies), day, today, contacts=open_),
                convening(reading, record), said, letters.of_meeting(connection, record),
                comments(connection, record, said) if said else {},
            )  # fmt: skip

        return cls(visit, answer, meeting, way, visit.read(read))

    @property
    def why_not(self) -> str:
        """What stands against sending; nothing where it can be sent."""
        if telling.is_over(self.meeting, datetime.now(JAPAN)):
            return "notice_over"
        if self.desk.convening.notice is None:
            return "notice_not_convened"
        members = telling.as_members(self.visit, telling.bodies_of(self.meeting))
        return "" if telling.notice_of(members, self.meeting["id"], None, "ja") else "notice_hidden"

    def letter(self, link: str, *, reminder: bool) -> tuple[str, str]:
        """The subject and the text, as a member may read it."""
        members = telling.as_members(self.visit, telling.bodies_of(self.meeting))
        due, told = self.desk.convening.due, []
        for lang in BOTH:
            with its_own():
                notice = telling.notice_of(members, self.meeting["id"], due, lang)
            if notice is None:
                return "", ""
            told.append(
                (telling.subject(notice, lang, reminder=reminder),
                 telling.text(notice, lang, link, reminder=reminder))
            )  # fmt: skip
        return told[0][0], BETWEEN.join(text for _, text in told) + "\n"


def show(site: Site, meeting_id: str) -> Response:
    """The letter before it is sent, and where it went."""
    return _page(Room.at(site, meeting_id))


def _page(room: Room, refused: str = "") -> Response:
    visit, lang = room.visit, room.visit.lang
    why_not = room.why_not
    offers = [] if why_not else room.desk.offers()
    subject, text = ("", "") if why_not == "notice_hidden" else room.letter(
        words("notice_link_here", lang), reminder=_only_reminds(offers)
    )  # fmt: skip
    people = [_recipient(one, room.desk, lang) for one in room.desk.people]
    return visit.page(
        "notices/notice.html", room.answer, HTTPStatus.CONFLICT if refused else HTTPStatus.OK,
        meeting=room.meeting, name=called(room.meeting, lang), subject=subject, text=text,
        offers=[_offer(offer, room.desk) for offer in offers], people=people,
        why_not=words(why_not, lang) if why_not else "", way=room.way, why=why_not,
        edition=room.desk.convening.edition, refused=refused, done="sent" in request.args,
        counts=_counts(room.desk, people), without=[p.name for p in people if not p.known],
        contacts=reads(visit.asker, What.CONTACTS),
    )  # fmt: skip


def _only_reminds(offers: Sequence[Offer]) -> bool:
    """Whether the letter that can be sent is a reminder."""
    return bool(offers) and all(offer.round for offer in offers)


def _offer(offer: Offer, desk: Desk) -> dict[str, Any]:
    begun = any(w.round == offer.round for w in desk.current)
    name = "notice_send_rest" if begun else "notice_remind" if offer.round else "notice_send"
    return {"round": offer.round, "name": name, "count": len(offer.members), "unsure": len(offer.unsure)}


def _counts(desk: Desk, people: list[Recipient]) -> dict[str, int]:
    return {
        "all": len(people), "known": len(desk.addresses), "answered": sum(bool(p.answer) for p in people),
        "sent": sum(bool(last_sent(desk.letters(one))) for one in desk.people),
    }  # fmt: skip


def _recipient(one: Expected, desk: Desk, lang: str) -> Recipient:
    own, said = desk.letters(one), desk.answer(one)
    at = last_sent(own)
    answer = word(said.answer, lang) if said else ""
    if said and said.name and said.name != one.name:
        answer = words("notice_answer_by", lang, answer=answer, name=said.name)
    return Recipient(
        one.name, one.organization, one.office, _known(one), _moment(at, lang) if at else "",
        words(_state(own[-1]), lang) if own else "", answer, desk.comment(one),
    )  # fmt: skip


def _known(one: Expected) -> str:
    if one.account:
        return "notice_known"
    return "notice_known_contact" if one.written_to else ""


def _state(written: letters.Written) -> str:
    """How the last letter stands."""
    if written.sent_at:
        return "notice_state_again" if written.round else "notice_state_sent"
    if written.failed_at:
        return "notice_state_failed"
    return "notice_state_unsure" if written.begun_at else "notice_state_waiting"


def _moment(at: datetime, lang: str) -> str:
    own = at.astimezone(JAPAN)
    return f"{label(own.date(), lang)} {own:%H:%M}"


def send(site: Site, meeting_id: str) -> Response:
    """Send a round that the page offered. Raises StaleForm."""
    form_token.require(request, site.door.here.settings)
    room = Room.at(site, meeting_id)
    back = f"/meetings/{meeting_id}/notice"
    offer = next((o for o in room.desk.offers() if str(o.round) == request.form.get("round")), None)
    same = str(room.desk.convening.edition) == request.form.get("edition")
    if room.why_not or offer is None or not same:
        return onward(back)
    try:
        _sent(site, room, offer, unsure="unsure" in request.form)
    except Refused as refused:
        return _page(room, refused.message(room.visit.lang))
    return onward(f"{back}?sent=1")


def _sent(site: Site, room: Room, offer: Offer, *, unsure: bool) -> None:
    account, target = room.visit.asker.holds.account, room.desk.convening.notice
    if account is None or target is None:
        abort(HTTPStatus.NOT_FOUND)
    origin, reminder = host_of(site).origin, offer.round > 0
    tenant = site.door.named_by(request)
    bodies = telling.bodies_of(room.meeting)
    batch = Batch(record_of(room.meeting["id"], "Meeting"), room.desk.convening.edition, offer.round)
    sending = Sending(tenant, origin.partition("://")[2], site.post, account, bodies)
    noted = Noted(target, lambda count: _noted(count, reminder=reminder))
    members = [*offer.members, *(offer.unsure if unsure else ())]
    place = f"link-{uuid4()}"
    subject, text = room.letter(place, reminder=reminder)
    if not text:
        return
    sending.queue(batch, members, noted, unsure=unsure)
    sending.send(batch, room.desk.addresses, lambda path: (subject, text.replace(place, origin + path)))


def _noted(count: int, *, reminder: bool) -> str:
    return words("notice_noted_again" if reminder else "notice_noted", "ja", count=count)
