"""The parts of a meeting in words: its agenda, who came, what was decided, papers, minutes, and its story."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from kyogikai_platform.web.meetings.telling import BETWEEN
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Flag, Source, Telling
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import cell_in_words
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_story import Step
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.council.meetings import MeetingRescheduled, MeetingScheduled
from kyogikai_tenants.council.minutes import MinutesKind
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.vocabulary import (
    AgendaItemKind,
    AttendanceAnswer,
    AttendanceStatus,
    MeetingMode,
    MinutesState,
    Openness,
)

Answer = Mapping[str, Any]
KILO = 1024


class Item(NamedTuple):
    """An item of the agenda."""

    number: int
    title: str
    kind: str
    presenter: str
    guests: str
    issue: Answer | None
    activity: Answer | None
    sources: Sequence[Source]
    flags: Sequence[Flag]
    decisions: Sequence[str]


class Person(NamedTuple):
    """Somebody who was expected or came."""

    id: str
    name: str
    organization: str
    office: str
    answer: str
    status: str
    mode: str


class Paper(NamedTuple):
    """A paper of the meeting."""

    id: str
    title: str
    number: str
    form: str
    sha256: str
    url: str


class Record(NamedTuple):
    """One kind of minutes."""

    kind: str
    state: str
    chip: str
    published: str
    paragraphs: Sequence[str]


class Act(NamedTuple):
    """A step of the story."""

    when: str
    what: str
    more: str


def agenda(meeting: Answer, telling: Telling) -> list[Item]:
    """As numbered, each with what was decided on it and where it stands."""
    lang, decided = telling.lang, defaultdict[int, list[Answer]](list)
    for made in meeting["decisions"]:
        if made["item"]:
            decided[made["item"]["number"]].append(made)
    return [
        Item(
            item["number"], item["title"] + (words("meeting_open_ended", lang) if item["openEnded"] else ""),
            word(AgendaItemKind[item["kind"]], lang), _presenter(item),
            BETWEEN[lang].join(g["name"] for g in item["guests"]), item["issue"],
            item["activity"], telling.sources(item), telling.flags(item),
            [decision(d, lang) for d in decided[item["number"]]],
        )
        for item in meeting["agenda"]
    ]  # fmt: skip


def _presenter(item: Answer) -> str:
    found = item["presenter"] or item["presenterBody"] or {}
    return str(found.get("name") or item["presenterAsWritten"] or "")


def other_decisions(meeting: Answer, lang: str) -> list[str]:
    """What was decided beside the agenda."""
    return [decision(d, lang) for d in meeting["decisions"] if not d["item"]]


def decision(made: Answer, lang: str) -> str:
    """The result, how it was come to, and the vote."""
    votes = made["votes"] or {}
    named = {
        "in_favour": "meeting_in_favour", "against": "meeting_against", "abstained": "meeting_abstained",
    }  # fmt: skip
    parts = [made["method"] or ""]
    parts += [
        words(text, lang, count=votes[name]) for name, text in named.items() if votes.get(name) is not None
    ]
    parts.append(votes.get("as_written") or "")
    more = BETWEEN[lang].join(filter(None, parts))
    return (
        f"{made['result']}（{more}）"
        if more and lang == "ja"
        else made["result"] + (f" ({more})" if more else "")
    )


def people(meeting: Answer, lang: str) -> list[Person]:
    """As far as the reader sees names."""
    return [_person(a, lang) for a in meeting["attendance"]["nodes"]]


def _person(a: Answer, lang: str) -> Person:
    seat = a["membership"] or {}
    organization = (a["organization"] or seat.get("organization") or {}).get("name", "")
    person = seat.get("person") or {}
    return Person(
        person.get("id", ""), person.get("name") or a["name"] or "", organization,
        seat.get("office") or a["capacity"] or "",
        word(AttendanceAnswer[a["answer"]], lang) if a["answer"] else "",
        word(AttendanceStatus[a["status"]], lang) if a["status"] else "",
        word(MeetingMode[a["mode"]], lang) if a["mode"] else "",
    )  # fmt: skip


def counts(meeting: Answer, lang: str) -> list[tuple[str, str]]:
    """Each number that is on record, with what it counts."""
    found, named = meeting["counts"] or {}, (
        ("expected", "meeting_expected"), ("present", "meeting_present"), ("absent", "meeting_absent"),
        ("online", "meeting_online"), ("proxy", "meeting_proxy"),
    )  # fmt: skip
    told = [
        (words(text, lang), words("meeting_people", lang, count=found[name]))
        for name, text in named
        if found.get(name) is not None
    ]
    if meeting["observers"] is not None:
        told.append(
            (words("meeting_observers", lang), words("meeting_people", lang, count=meeting["observers"]))
        )
    return told


def papers(meeting: Answer) -> list[Paper]:
    """Each with its form and its size."""
    return [
        Paper(
            d["id"], d["title"], d["number"] or "", f"{_form(d['mediaType'])} {_size(d['bytes'])}",
            d["sha256"], d["url"] or "",
        )
        for d in meeting["documents"]
    ]  # fmt: skip


def _form(media_type: str) -> str:
    """The last part of a media type, as people call it."""
    return media_type.rpartition("/")[2].rpartition(".")[2].upper()


def _size(count: int) -> str:
    return f"{count / KILO / KILO:.1f} MB" if count >= KILO * KILO else f"{max(1, round(count / KILO))} KB"


def minutes(meeting: Answer, lang: str) -> list[Record]:
    """Each kind that the reader sees, with how far it has come."""
    chips = {MinutesState.PUBLISHED: "ok", MinutesState.CONFIRMED: "key", MinutesState.WITHDRAWN: "warn"}
    return [
        Record(
            word(MinutesKind[m["kind"].upper()], lang), word(MinutesState[m["state"]], lang),
            chips.get(MinutesState[m["state"]], "line"), recorded(m["publishedAt"], lang),
            [p for p in (m["text"] or "").splitlines() if p.strip()],
        )
        for m in meeting["minutes"]
    ]  # fmt: skip


def recorded(at: str | datetime | None, lang: str) -> str:
    """A time of the log as a day in Japan."""
    if not at:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return label(moment.astimezone(years.JAPAN).date(), lang)


def story(steps: Sequence[Step], lang: str, *, reasons: bool) -> Iterator[Act]:
    """The acts in words; why they were done is told to those who read the trail."""
    for step in steps:
        act = DECLARED[step.topic]
        more = [cell_in_words(step.date, lang)] if step.date and _gives_a_date(step) else []
        more += [word(Openness(step.openness), lang)] if step.openness else []
        more += [word(MinutesKind(step.minutes), lang)] if step.minutes else []
        more += [step.reason] if reasons and step.reason else []
        what = act.LABEL if lang == "ja" else act.LABEL_EN
        yield Act(cell_in_words(step.effective, lang), what, BETWEEN[lang].join(more))


def _gives_a_date(step: Step) -> bool:
    return step.topic in {MeetingScheduled.TOPIC, MeetingRescheduled.TOPIC}
