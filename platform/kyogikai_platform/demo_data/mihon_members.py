"""みほん市（架空）: terms, seats, appointments, officers, and who was a member on a day."""

from datetime import date
from itertools import count

from kyogikai_platform.demo_data.mihon_calendar import MEETINGS
from kyogikai_platform.demo_data.mihon_people import (
    CHAIRS,
    CHANGES,
    ENROLLED,
    EXTENDED,
    MISSPELT,
    NEW_IN_2019,
    OFFICERS,
    ORGANIZATIONS,
    PERSONS,
    PLACES,
    TERMS,
    Place,
)
from kyogikai_platform.demo_data.mihon_writing import Writer

ALL_TERMS = range(1, len(TERMS) + 1)


def write(w: Writer) -> None:
    """Whoever is named, then term by term."""
    _parties(w)
    for place in PLACES:
        begin = "2019-04-01" if place.number in NEW_IN_2019 else "2015-04-01"
        w.say("DefineSeat", f"seat-{place.number:02}", f"from {begin}", body_id="ga", category=place.category,
              label=f"{place.category}（{place.number}番）", number=place.number)  # fmt: skip
    for term in ALL_TERMS:
        _term(w, term)
    _vacancy(w)
    _officers(w)
    _heads(w)
    _organizations(w)


def members_on(day: date) -> list[str]:
    """The memberships of the assembly on a day, by seat."""
    term = max(t for t in ALL_TERMS if date.fromisoformat(TERMS[t - 1][0]) <= day)
    found = []
    for place in PLACES:
        change = CHANGES.get((term, place.number))
        later = change is not None and day.isoformat() >= change.next_day
        if place.filled(term):
            found.append(_key(term, place) + ("b" if later else ""))
        elif (term, place.number) == (1, 14) and day >= date(2015, 10, 1):
            found.append("m1-14b")
    return found


def _key(term: int, place: Place) -> str:
    return f"m{term}-{place.number:02}"


def _parties(w: Writer) -> None:
    for key, (name, reading, category) in ORGANIZATIONS.items():
        w.say("RegisterOrganization", f"org-{key}", "undated", name=name, reading=reading, category=category)
    for number, (name, reading) in enumerate(PERSONS, 1):
        w.say("RegisterPerson", f"p{number}", "undated", name=MISSPELT.get(number, name), reading=reading)
    w.say("NoteExternalParty", "mayor", "undated", name="みほん市長", kind="首長")


def _term(w: Writer, term: int) -> None:
    begin, end = TERMS[term - 1]
    w.say("StartTerm", f"term-{term}", f"from {begin}", body_id="ga", number=term, length_years=2,
          planned_end=f"at {end}", as_written=f"第{term}期（二年）")  # fmt: skip
    if term in EXTENDED:
        w.say("ExtendTerm", f"term-{term}", "at 2021-03-10", planned_end=f"at {EXTENDED[term]}",
              reason="改選の会議を開けないため")  # fmt: skip
    for place in PLACES:
        if place.filled(term):
            _appoint(w, term, place, f"from {begin}", place.holders[term - 1])
        if change := CHANGES.get((term, place.number)):
            w.say(change.command, _key(term, place), f"at {change.last_day}", reason=change.reason)
            _appoint(w, term, place, f"from {change.next_day}", change.successor, substitute=True)
    if end < "2026":
        w.say("EndTerm", f"term-{term}", f"at {EXTENDED.get(term, end)}", reason="任期満了")


def _appoint(w: Writer, term: int, place: Place, when: str, person: int, *, substitute: bool = False) -> None:
    organization = f"org-{place.organization}" if place.organization else ""
    w.say("AppointMember", _key(term, place) + ("b" if substitute else ""), when, body_id="ga",
          term_id=f"term-{term}", seat_id=f"seat-{place.number:02}", organization_id=organization,
          person_id=f"p{person}" if person else "", category=place.category, job_title=place.job_title,
          ex_officio=bool(place.job_title), substitute=substitute)  # fmt: skip


def _vacancy(w: Writer) -> None:
    """The first term began with a vacant seat."""
    place = PLACES[13]
    w.say("AppointMember", "m1-14", "from 2015-04-01", body_id="ga", term_id="term-1", seat_id="seat-14",
          category=place.category, vacant=True)  # fmt: skip
    w.say("ReplaceMember", "m1-14", "at 2015-09-30", reason="推薦があったため")
    _appoint(w, 1, place, "from 2015-10-01", 28, substitute=True)


def _officers(w: Writer) -> None:
    """Elected in June; in 2022 the deputy followed the chair who had resigned."""
    for term, member, office in OFFICERS:
        day = MEETINGS[f"ga-{2013 + 2 * term}-1"].day
        w.say("ElectOfficer", member, f"at {day}", office=office, method="互選")
    day = MEETINGS["ga-2021-2"].day
    w.say("VacateOffice", "m4-04", f"at {day}", reason="会長への就任")
    w.say("ElectOfficer", "m4-04", f"at {day}", office="会長", method="互選")
    w.say("ElectOfficer", "m4-15", f"at {day}", office="副会長", method="指名")


def _heads(w: Writer) -> None:
    for number, (body, person, organization, begin, end) in zip(count(1), CHAIRS, strict=False):
        key = f"head-{number:02}"
        w.say("AppointMember", key, f"from {begin}", body_id=body, person_id=f"p{person}",
              organization_id=f"org-{organization}" if organization else "", category="部会員")  # fmt: skip
        w.say("ElectOfficer", key, f"at {begin}", office="部会長", method="互選")
        if end:
            w.say("VacateOffice", key, f"at {end}", reason="任期の終わり")
            w.say("ResignMember", key, f"at {end}", reason="部会員の交代")


def _organizations(w: Writer) -> None:
    """Who is enrolled, and what two lists say."""
    for body, organizations, begin in ENROLLED:
        for organization in organizations:
            w.say("EnrolOrganization", f"in-{body}-{organization}", f"from {begin}", body_id=body,
                  organization_id=f"org-{organization}", category="構成機関")  # fmt: skip
    w.say("WithdrawOrganization", "in-wk-hellowork", "at 2024-03-31", reason="担当課の廃止")
    w.say("ListOrganizations", "area-n", "as_of 2019-01-23", heading="参加機関", exhaustive=True,
          organization_ids=["org-welfare", "org-hinagata", "org-grouphome"])  # fmt: skip
    w.say("ListOrganizations", "leisure", "as_of 2022-09-07", heading="参加機関", others_as_written="他",
          organization_ids=["org-library", "org-parents", "org-families"])  # fmt: skip
