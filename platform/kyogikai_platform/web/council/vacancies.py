"""欠員: what the seats, the rule and the composition promise, and nobody holds; said in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from kyogikai_platform.web.council.roster_read import Roster
from kyogikai_platform.web.council.sitting import Sitting
from kyogikai_platform.web.words import words


def vacancies(roster: Roster, here: Sequence[Sitting], all_: Sequence[Sitting], lang: str) -> list[str]:
    """Each once: a seat without a holder, one who left without a successor, a category without anybody."""
    return [*_seats(roster, here, lang), *_left(roster, here, all_, lang), *_promised(roster, here, lang)]


def _seats(roster: Roster, here: Sequence[Sitting], lang: str) -> Iterator[str]:
    held = {s.life.on(roster.day)["seat_id"] for s in here if not s.vacant}
    for seat in roster.seats.values():
        row = seat.on(roster.day)
        there = row["existence"] in {"live", "unknown"} and seat.versions[0]["valid_from"] <= roster.day
        fits = roster.term is None or row["term_id"] in {None, roster.term.id}
        if there and fits and seat.id not in held:
            name = row["label"] or f"{row['category']}{row['number'] or ''}"
            yield words("vacant_seat", lang, seat=name)
    for one in here:
        if one.vacant and one.life.on(roster.day)["seat_id"] is None:
            yield words("vacant_seat", lang, seat=one.category or one.seat or words("vacant", lang))


def _left(roster: Roster, here: Sequence[Sitting], all_: Sequence[Sitting], lang: str) -> Iterator[str]:
    """Who left within the term, whose place has no seat of its own, and whom nobody followed."""
    for one in all_:
        row = one.life.versions[-1]
        gone = (
            one.over(roster.day) and not one.vacant and row["successor_id"] is None and row["seat_id"] is None
        )
        if gone and roster.term is not None and row["term_id"] == roster.term.id:
            followed = any(
                s.category == one.category and _begin(s) >= _begin(one) and s is not one for s in here
            )
            if not followed:
                yield words("vacant_left", lang, name=one.name or words("unnamed", lang), end=one.end)


def _promised(roster: Roster, here: Sequence[Sitting], lang: str) -> Iterator[str]:
    """Only where anybody is on record: without a roster nothing is known of who is missing."""
    if not here:
        return
    rule, made = roster.rule, roster.composition
    most = rule["max_members"] if rule else None
    filled = sum(not s.vacant for s in here)
    if most and filled < most:
        yield words("vacant_quota", lang, most=most, filled=filled, free=most - filled)
    seated = {s.category for s in here if not s.vacant}
    promised = (rule["categories"] if rule else ()) or (made["categories"] if made else ())
    for category in promised:
        if category not in seated:
            yield words("vacant_category", lang, category=category)


def _begin(sitting: Sitting) -> date:
    begin: date = sitting.life.opening["valid_from"]
    return begin
