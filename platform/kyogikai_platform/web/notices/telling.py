"""What a notice says of a meeting: what its members see of it, on the page and in the letter alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import request

from kyogikai_graphql import ids
from kyogikai_graphql.rights import viewer
from kyogikai_platform.web.meetings.telling import When, called, online, place, when_of
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.vocabulary import MeetingState, Role

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Notice:
    """A meeting as its members are told of it."""

    meeting: Answer
    council: str
    name: str
    at: When
    place: str
    due: str

    @property
    def agenda(self) -> list[str]:
        """As numbered."""
        return [f"{item['number']}. {item['title']}" for item in self.meeting["agenda"]]

    @property
    def online(self) -> Answer | None:
        """Where one comes in from afar."""
        return online(self.meeting)

    @property
    def papers(self) -> list[str]:
        """By number and title."""
        return [" ".join(filter(None, (p["number"], p["title"]))) for p in self.meeting["documents"]]


def as_members(visit: Visit, bodies: frozenset[UUID]) -> Visit:
    """The same look in the eyes of a member of those bodies: no more than they may see is told."""
    asker = replace(visit.site.door.public(request), viewer=viewer(Role.MEMBER, bodies))
    return replace(visit, asker=asker)


def notice_of(visit: Visit, meeting_id: str, due: date | None, lang: str) -> Notice | None:
    """In a language; None where whoever looks does not see the meeting."""
    answer = visit.ask("meetings/meeting", id=meeting_id, lang=lang.upper())
    meeting = answer["meeting"]
    if meeting is None:
        return None
    council = answer["council"] or answer["municipality"]
    return Notice(
        meeting, council["name"], called(meeting, lang), when_of(meeting, lang), place(meeting, lang),
        label(due, lang) if due else "",
    )  # fmt: skip


def is_over(meeting: Answer, now: datetime) -> bool:
    """Whether nobody answers any more: it was held or cancelled, or its end has passed."""
    if meeting["state"] != MeetingState.SCHEDULED.name:
        return True
    if meeting["endsAt"]:
        return now >= datetime.fromisoformat(meeting["endsAt"])
    last = meeting["date"]["latest"]
    return bool(last) and now >= _end_of(date.fromisoformat(last))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), JAPAN)


def bodies_of(meeting: Answer) -> frozenset[UUID]:
    """The bodies that hold it."""
    return frozenset(ids.decode_as(b["id"], "Body")[1] for b in meeting["bodies"])


def day_of(meeting: Answer, today: date) -> date:
    """The day whose members are expected; of a meeting without a date today's."""
    earliest = meeting["date"]["earliest"]
    return date.fromisoformat(earliest) if earliest else today


def subject(notice: Notice, lang: str, *, reminder: bool) -> str:
    """What the letter is headed."""
    return words("notice_subject_again" if reminder else "notice_subject", lang, name=notice.name)


def text(notice: Notice, lang: str, link: str, *, reminder: bool) -> str:
    """The letter."""

    def line(name: str, said: str) -> str:
        return words("notice_line", lang, what=words(name, lang), said=said)

    lines = [notice.council, "", words("notice_greeting_again" if reminder else "notice_greeting", lang), ""]
    lines.append(line("meeting_name", notice.name))
    lines.append(line("meeting_when", f"{notice.at.label} {notice.at.hours}".strip()))
    lines += [line("meeting_place", notice.place)] if notice.place else []
    if notice.online:
        lines.append(line("meeting_join", " ".join(filter(None, notice.online.values()))))
    for name, found in (("meeting_agenda", notice.agenda), ("meeting_papers", notice.papers)):
        lines += [line(name, ""), *(f"  {one}" for one in found)] if found else []
    asks = words("notice_please_until", lang, day=notice.due) if notice.due else words("notice_please", lang)
    return "\n".join([*lines, "", asks, link, "", words("notice_yours", lang)]).strip()
