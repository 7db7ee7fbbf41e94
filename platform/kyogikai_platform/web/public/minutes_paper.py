"""What stands in the minutes of a meeting, in order: when and where, what for, what was decided, who came."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kyogikai_platform.web.meetings.telling import weekday
from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.public.paper import Paper, Section, Table, paragraphs
from kyogikai_platform.web.public.papers import COMMAS, bracketed, rests, speaking, stands, whose
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import named
from kyogikai_projections import era
from kyogikai_projections.labels import word
from kyogikai_tenants import vocabulary as v
from kyogikai_tenants.council.minutes import MinutesKind

KINDS = {
    MinutesKind.SUMMARY: "public_kind_summary", MinutesKind.FULL: "public_minutes",
    MinutesKind.VERBATIM: "public_kind_verbatim",
}  # fmt: skip
HEAD = ("public_name", "public_office", "public_organization", "public_came")
COUNTS = {
    "expected": "public_expected", "present": "public_present", "online": "public_online",
    "proxy": "public_proxy", "absent": "public_absent",
}  # fmt: skip


def paper_of(visit: Visit, answer: dict[str, Any]) -> Paper:
    """The document."""
    meeting, lang = answer["meeting"], visit.lang
    return Paper(
        title=title(meeting, lang), whose=whose(answer), lang=lang, stands=stands(visit),
        facts=list(_facts(meeting, lang)), sections=list(_sections(meeting, lang)),
    )  # fmt: skip


def title(meeting: Answer, lang: str) -> str:
    """Whose meeting it was, and which; what is no more than a draft says so."""
    bodies = _listed((body["name"] for body in meeting["bodiesAsHeld"]), lang)
    name = "public_minutes_of"
    if all(one["state"] != v.MinutesState.PUBLISHED.name for one in meeting["minutes"]):
        name = "public_minutes_unpublished"
    return words(name, lang, bodies=bodies, title=named(meeting["title"], lang))


def _listed(names: Any, lang: str) -> str:
    return ("・" if lang == "ja" else ", ").join(names)


def _facts(meeting: Answer, lang: str) -> Iterator[tuple[str, str]]:
    """What there is of it; what is not on record is left out."""
    w = speaking(lang)
    yield w("public_when"), _when(meeting, lang)
    if meeting["fiscalYear"]:
        yield w("public_year"), _year(meeting["fiscalYear"], lang)
    if meeting["place"]:
        yield w("public_place"), meeting["place"]
    if meeting["mode"]:
        yield w("public_mode"), word(v.MeetingMode[meeting["mode"]], lang)
    numbers = [f"{one['body']['name']} {one['label']}" for one in meeting["numberings"] if one["label"]]
    if numbers:
        yield w("public_number"), _listed(numbers, lang)
    if meeting["presider"]:
        yield w("public_presider"), meeting["presider"]
    yield w("public_openness"), word(v.Openness[meeting["openness"]], lang)
    if meeting["observers"] is not None:
        yield w("public_observers"), w("public_persons", count=meeting["observers"])
    if meeting["counts"]:
        yield w("public_attendance"), _counts(meeting["counts"], lang)
    for one in meeting["quorum"]:
        met = w("public_quorum_met" if one["met"] else "public_quorum_failed")
        yield w("public_quorum"), w("public_quorum_told", body=one["body"]["name"], met=met, **_numbers(one))


def _numbers(quorum: Answer) -> dict[str, int]:
    return {name: quorum[name] for name in ("base", "needed", "present")}


def _when(meeting: Answer, lang: str) -> str:
    """The day with its weekday, and the hours where they are known."""
    begins, ends = (str(meeting[name] or "")[11:16] for name in ("startsAt", "endsAt"))
    between = "〜" if lang == "ja" else "–"
    hours = f"{begins}{between}{ends}" if ends else begins
    day = meeting["date"]["value"] or ""
    named_day = weekday(date.fromisoformat(day), lang) if len(day) == len("2026-02-19") else ""
    return f"{meeting['date']['label']}{named_day} {hours}".strip()


def _year(year: int, lang: str) -> str:
    """令和6年度（2024年度）."""
    return f"{era.japanese(f'FY{year}')}（{year}年度）" if lang == "ja" else era.english(f"FY{year}")


def _counts(counts: Answer, lang: str) -> str:
    """As recorded: 17 of 21."""
    if counts["asWritten"]:
        return str(counts["asWritten"])
    told = [words(name, lang, count=counts[n]) for n, name in COUNTS.items() if counts[n] is not None]
    return COMMAS[lang].join(told)


def _sections(meeting: Answer, lang: str) -> Iterator[Section]:
    """Agenda, decisions, the minutes themselves, who came, papers, sources; each where there is any."""
    w = speaking(lang)
    if meeting["agenda"]:
        yield Section(
            w("public_agenda"), listed=[_item(one, lang) for one in meeting["agenda"]], marked=False
        )
    if meeting["decisions"]:
        yield Section(w("public_decisions"), listed=[_decision(one, lang) for one in meeting["decisions"]])
    for one in meeting["minutes"]:
        yield Section(_kind(one, lang), paragraphs=paragraphs(one["text"] or w("public_no_text")))
    if meeting["attendance"]["nodes"]:
        head = [w(name) for name in HEAD]
        rows = [_attendee(one, lang) for one in meeting["attendance"]["nodes"]]
        yield Section(w("public_attendees"), table=Table(w("public_attendees"), head, rows))
    if meeting["documents"]:
        papers = [" ".join(filter(None, (d["number"], d["title"]))) for d in meeting["documents"]]
        yield Section(w("public_papers"), listed=papers)
    yield from rests(meeting, lang)


def _kind(minutes: Answer, lang: str) -> str:
    """Which kind, and how far it has come unless it is published."""
    told = words(KINDS[MinutesKind(minutes["kind"].lower())], lang)
    state = v.MinutesState[minutes["state"]]
    return told if state is v.MinutesState.PUBLISHED else told + bracketed([word(state, lang)], lang)


def _item(item: Answer, lang: str) -> str:
    by = item["presenter"] or item["presenterBody"] or {"name": item["presenterAsWritten"]}
    told = [word(v.AgendaItemKind[item["kind"]], lang)]
    told += [words("public_by", lang, name=by["name"])] if by["name"] else []
    more = words("public_and_others", lang) if item["openEnded"] else ""
    return f"{item['number']}　{item['title']}{bracketed(told, lang)}{more}"


def _decision(decision: Answer, lang: str) -> str:
    item = decision["item"]
    told = [words("public_on_item", lang, number=item["number"])] if item else []
    told += [decision["method"]] if decision["method"] else []
    return str(decision["result"]) + bracketed(told, lang)


def _attendee(one: Answer, lang: str) -> tuple[str, str, str, str]:
    member = one["membership"] or {}
    name = one["name"] or (member.get("person") or {}).get("name") or ""
    organization = (one["organization"] or member.get("organization") or {}).get("name") or ""
    told = [word(v.AttendanceStatus[one["status"]], lang)] if one["status"] else []
    told += [word(v.MeetingMode[one["mode"]], lang)] if one["mode"] else []
    return name or organization, member.get("office") or one["capacity"] or "", organization, "・".join(told)
