"""What the API says of a meeting, in words of one language: when, what it is called, who met."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import asked, date_in_words
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_names import MeetingName
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import (
    MeetingKind,
    MeetingMode,
    MeetingState,
    MinutesState,
    NumberingScheme,
    Openness,
)

Answer = Mapping[str, Any]
WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
BETWEEN = {"ja": "・", "en": ", "}
CHIPS = {MeetingState.HELD: "ok", MeetingState.SCHEDULED: "key", MeetingState.CANCELLED: "warn"}
FURTHEST = (MinutesState.PUBLISHED, MinutesState.CONFIRMED, MinutesState.DRAFT, MinutesState.WITHDRAWN)


class When(NamedTuple):
    """A date as precisely as it is known, with the weekday and the hours where there are any."""

    label: str
    hours: str
    day: date | None
    """None: known by its month, year or stretch of days only."""


class Line(NamedTuple):
    """A meeting in a list."""

    id: str
    called: str
    when: When
    bodies: str
    state: str
    chip: str
    overdue: bool
    kind: str
    place: str
    came: str
    minutes: str
    flags: list[Any]


def when_of(meeting: Answer, lang: str) -> When:
    """令和6年6月27日（木） 14:00〜16:00."""
    told, begins, ends = meeting["date"], meeting["startsAt"], meeting["endsAt"]
    day = date.fromisoformat(told["earliest"]) if told["precision"] == "DAY" else None
    label = told["label"] + (weekday(day, lang) if day else "")
    hours = "〜" if lang == "ja" else "–"
    return When(label, hours.join(clock(at) for at in (begins, ends) if at), day)


def weekday(day: date, lang: str) -> str:
    """The day of the week behind a date."""
    name = WEEKDAYS[lang][day.weekday()]
    return f"（{name}）" if lang == "ja" else f" ({name})"


def clock(at: str) -> str:
    """The time of day in Japan."""
    return f"{datetime.fromisoformat(at).astimezone(years.JAPAN):%H:%M}"


def year_label(year: int, lang: str) -> str:
    """令和6年度."""
    return date_in_words(f"FY{year:04}", lang)


def called(meeting: Answer, lang: str) -> str:
    """Its own title; else its bodies with its number, else with its date."""
    derived = {f"{meeting['date']['value'] or ''}の会議"}
    if meeting["number"]:
        derived.add(f"第{meeting['number']}回")
        derived.add(f"{meeting['fiscalYear']}年度第{meeting['number']}回")
    if meeting["title"] not in derived:
        return str(meeting["title"])
    number = number_of(meeting, lang)
    name = f"{names(meeting, lang)} {number}" if number else names(meeting, lang)
    return name.strip() or str(meeting["title"])


def apart(meeting: Answer, lang: str) -> str:
    """The same so that no other meeting has it: where nothing stands beside it."""
    held = meeting.get("bodiesAsHeld") or meeting["bodies"]
    lead = meeting["numberings"][0] if meeting["numberings"] else {"scheme": "FISCAL_YEAR", "label": ""}
    name = MeetingName(
        tuple(body["name"] for body in held), meeting["title"], meeting["number"], meeting["fiscalYear"],
        meeting["date"], NumberingScheme[lead["scheme"]], lead["label"],
    )  # fmt: skip
    return name.said(lang, asked().years)


def names(meeting: Answer, lang: str) -> str:
    """The bodies that met, as they were called on the day."""
    held = meeting.get("bodiesAsHeld") or meeting["bodies"]
    return BETWEEN[lang].join(dict.fromkeys(b["name"] for b in held))


def number_of(meeting: Answer, lang: str) -> str:
    """令和6年度 第1回, or 通算第23回."""
    found = meeting["numberings"][:1]
    if not found:
        return ""
    one, year = found[0], meeting["fiscalYear"]
    said = one["label"] if lang == "ja" else words("meeting_number", lang, number=one["number"])
    scheme = NumberingScheme[one["scheme"]]
    if scheme is NumberingScheme.FISCAL_YEAR:
        return f"{year_label(year, lang)} {said}" if year else said
    return f"{said}（{word(scheme, lang)}）" if lang == "ja" else f"{said} ({word(scheme, lang)})"


def came(counts: Answer | None, lang: str) -> str:
    """17 of 21, as far as it was counted; else as it was written."""
    if not counts:
        return ""
    present, expected = counts["present"], counts["expected"]
    if present is not None and expected is not None:
        return words("meeting_came_of", lang, present=present, expected=expected)
    if present is not None:
        return words("meeting_came", lang, present=present)
    return str(counts["asWritten"] or "")


def online(meeting: Answer) -> Answer | None:
    """Where it is joined online, while there is anything to join."""
    coming = meeting["state"] == MeetingState.SCHEDULED.name
    here = meeting["mode"] in {MeetingMode.ONSITE.name, MeetingMode.WRITTEN.name}
    return meeting["onlineLink"] if coming and not here else None


def minutes_state(found: Iterable[Answer], lang: str) -> str:
    """How far the minutes have come, of those that the reader sees."""
    states = {MinutesState[m["state"]] for m in found}
    return next((word(state, lang) for state in FURTHEST if state in states), "")


def line(meeting: Answer, lang: str, today: date) -> Line:
    """As a row of the register."""
    when, state = when_of(meeting, lang), MeetingState[meeting["state"]]
    kind = MeetingKind[meeting["kind"]]
    latest = meeting["date"]["latest"]
    late = state is MeetingState.SCHEDULED and bool(latest) and latest < today.isoformat()
    return Line(
        meeting["id"], called(meeting, lang), when, names(meeting, lang), word(state, lang), CHIPS[state],
        late,
        word(kind, lang) if kind is not MeetingKind.ORDINARY else "", place(meeting, lang),
        came(meeting["counts"], lang), minutes_state(meeting["minutes"], lang),
        Telling(lang, {}).flags(meeting),
    )  # fmt: skip


def place(meeting: Answer, lang: str) -> str:
    """Where, or how: みほん市役所（併用）."""
    mode = word(MeetingMode[meeting["mode"]], lang) if meeting["mode"] else ""
    if meeting["place"] and mode:
        return f"{meeting['place']}（{mode}）" if lang == "ja" else f"{meeting['place']} ({mode})"
    return str(meeting["place"] or mode)


def openness(meeting: Answer, lang: str) -> str:
    """Whether the public is admitted; of what nobody is on record to have decided, that."""
    decided = Openness[meeting["openness"]]
    if decided is Openness.UNDECIDED and meeting["state"] == MeetingState.HELD.name:
        return words("meeting_openness_unknown", lang)
    return word(decided, lang)
