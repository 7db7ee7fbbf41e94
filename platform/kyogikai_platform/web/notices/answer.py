"""出欠回答 at /answer/<secret>: whoever has the letter says whether they come, without signing in.

Looking records nothing, since mail programs look too. A secret that is wrong, over or another municipality's
is looked up in the same way and answered with the same page (404).
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Response, request

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.rights import viewer
from kyogikai_platform.notices import letters
from kyogikai_platform.notices.comments import comments
from kyogikai_platform.web import form_token
from kyogikai_platform.web.forms.typed_plain import unreadable
from kyogikai_platform.web.notices import telling
from kyogikai_platform.web.notices.telling import Notice
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.convening import Answered, answers, convening
from kyogikai_projections.expected import Expected, expected
from kyogikai_projections.labels import word
from kyogikai_projections.reading import ById, Moment, Reading
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.council.attendance import AttendanceAnswered
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.rights import LINKED
from kyogikai_tenants.vocabulary import AttendanceAnswer, MeetingMode, Role

LONGEST = 100
"""Characters of a name."""
LONGEST_COMMENT = 300
ONLINE = "ONLINE"
GIVEN: dict[str, tuple[AttendanceAnswer, MeetingMode | None]] = {
    "YES": (AttendanceAnswer.YES, None),
    ONLINE: (AttendanceAnswer.YES, MeetingMode.ONLINE),
    "PROXY": (AttendanceAnswer.PROXY, None),
    "NO": (AttendanceAnswer.NO, None),
}
"""The buttons, and what each records."""


class Found(NamedTuple):
    """Whose link it is, for which meeting, and what they said so far."""

    meeting: UUID
    membership: UUID
    one: Expected
    bodies: frozenset[UUID]
    notice: Notice
    said: Answered | None
    comment: str


def show(site: Site, secret: str) -> Response:
    """The meeting as the notice has it, and the buttons."""
    visit = Visit.any(site)
    found = _found(visit, secret)
    return _page(visit, found) if found else _none(visit)


def answer(site: Site, secret: str) -> Response:
    """Record the answer; another one replaces it until the meeting ends. Raises StaleForm."""
    form_token.require(request, site.door.here.settings)
    visit = Visit.any(site)
    found = _found(visit, secret)
    if found is None:
        return _none(visit)
    name = request.form.get("name", "").strip()
    errors = _errors(request.form.get("answer", ""), name, visit.lang)
    if errors:
        return _page(visit, found, errors)
    try:
        _record(site, found, *GIVEN[request.form["answer"]], name, _comment())
    except Refused as refused:
        return _page(visit, found, {"answer": refused.message(visit.lang)})
    return onward(f"/answer/{secret}?done=1")


def _errors(given: str, name: str, lang: str) -> dict[str, str]:
    if given not in GIVEN:
        return {"answer": words("notice_answer_missing", lang)}
    if given == "PROXY" and (not name or len(name) > LONGEST or unreadable(name)):
        return {"name": words("notice_name_missing", lang, most=LONGEST)}
    if len(_comment()) > LONGEST_COMMENT or unreadable(_comment()):
        return {"comment": words("notice_comment_long", lang, most=LONGEST_COMMENT)}
    return {}


def _comment() -> str:
    """On one line, as it is shown beside a name."""
    return " ".join(request.form.get("comment", "").split())


def _record(
    site: Site, found: Found, said: AttendanceAnswer, by: MeetingMode | None, name: str, comment: str
) -> None:
    """In the name of the person by their link, once for each time that the form was shown."""
    fields: dict[str, Any] = {
        "effective": done_on(datetime.now(JAPAN).date()), "membership_id": found.membership, "answer": said,
        "attends_by": by, "name": name if said is AttendanceAnswer.PROXY else found.one.name,
        "comment": comment,
    }  # fmt: skip
    actor = Actor(f"{LINKED}{found.membership}", Role.MEMBER)
    key = request.form.get("key", "")[:LONGEST]
    site.door.tenant_of(request).execute(Say(AttendanceAnswered, found.meeting, fields), actor=actor, key=key)


def _found(visit: Visit, secret: str) -> Found | None:
    """What a secret leads to; nothing where it is no longer good for anything."""
    today = visit.asker.day

    def read(connection: sa.Connection, asker: Asker) -> tuple[Any, ...] | None:
        whose = letters.whose(connection, secret)
        if whose is None:
            return None
        reading = Reading(connection, asker.tenant_id, viewer(Role.SECRETARIAT).sight)
        card = ById("meeting", Moment(today)).fetch(reading, [whose[0]]).get(whose[0])
        if card is None:
            return None
        day = datetime.fromisoformat(card["date"]["earliest"]).date() if card["date"]["earliest"] else today
        people = expected(reading, card["body_ids"], day, today)
        one = next((p for p in people if whose[1] in p.memberships), None)
        called = convening(reading, whose[0])
        said, added = answers(reading, *whose[:1], today), comments(connection, *whose[:1], whose[1:])
        return *whose, one, frozenset(card["body_ids"]), called.due, said, added

    got = visit.site.read(visit.asker, read)
    if got is None or got[2] is None:
        return None
    meeting, membership, one, bodies, due, said, added = got
    members = telling.as_members(visit, bodies)
    notice = telling.notice_of(members, ids.encode("Meeting", meeting), due, visit.lang)
    if notice is None or telling.is_over(notice.meeting, datetime.now(JAPAN)):
        return None
    return Found(meeting, membership, one, bodies, notice, said.get(membership), added.get(membership, ""))


def _page(visit: Visit, found: Found, errors: dict[str, str] | None = None) -> Response:
    lang, said = visit.lang, found.said
    told = word(said.answer, lang) if said else ""
    if said and said.answer is AttendanceAnswer.PROXY and said.name:
        told = words("notice_answer_by", lang, answer=told, name=said.name)
    return visit.page(
        "notices/answer.html", visit.ask("frame"), HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        notice=found.notice, who_answers=found.one.name, said=told, errors=errors or {}, key=uuid4(),
        online=found.notice.meeting["mode"] == MeetingMode.HYBRID.name, longest=LONGEST,
        typed=request.form.get("name", "")[:LONGEST], done="done" in request.args and not errors,
        comment=request.form.get("comment", found.comment)[:LONGEST_COMMENT], longest_comment=LONGEST_COMMENT,
    )  # fmt: skip


def _none(visit: Visit) -> Response:
    """Whatever the reason, the same words."""
    return visit.page("notices/no_answer.html", visit.ask("frame"), HTTPStatus.NOT_FOUND)
