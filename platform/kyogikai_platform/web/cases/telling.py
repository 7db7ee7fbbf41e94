"""A case in words: what its rows say, and, for whoever has just recorded that they read it, its texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_platform.web.cases.seat import Seat
from kyogikai_projections import era, rights_of, telling
from kyogikai_projections.case_desk import Found
from kyogikai_projections.labels import field_label, word
from kyogikai_projections.reading import Reading, Row
from kyogikai_tenants.cases import Case, CaseAbstractDrafted, CaseState, ShareGround
from kyogikai_tenants.log.personal_data import personal_fields


class Text(NamedTuple):
    """A sealed text, and where it stands in the case."""

    label: str
    text: str
    version: int
    field: str
    fixed: bool
    """Whether it is corrected no more."""


class Part(NamedTuple):
    """The texts of one entry."""

    label: str
    day: str
    texts: list[Text]


@dataclass(frozen=True)
class Called:
    """What accounts and records are called."""

    lang: str
    accounts: Mapping[str, str]
    records: Mapping[UUID, str]

    @classmethod
    def of(cls, seat: Seat, accounts: Iterable[UUID], records: Iterable[UUID] = ()) -> "Called":
        """Of these, in two statements."""
        who, what = sorted({str(a) for a in accounts}), set(records)

        def read(reading: Reading) -> tuple[Mapping[str, str], Mapping[UUID, str]]:
            return rights_of.names(reading.connection, who), telling.called(reading, what, seat.lang)

        return cls(seat.lang, *seat.visit.read(read))

    def people(self, *accounts: UUID) -> str:
        """By name."""
        comma = "、" if self.lang == "ja" else ", "
        return comma.join(self.accounts.get(str(one), str(one)) for one in accounts)

    def day(self, row: Row) -> str:
        """The day of a row."""
        return era.cell_label(row["effective"], self.lang) if row["effective"] else ""


def card(row: Row, called: Called, seat: Seat) -> dict[str, Any]:
    """A case in the list."""
    return {
        "reference": row["reference"], "state": word(CaseState(row["state"]), seat.lang),
        "open": row["state"] == CaseState.OPEN, "worker": called.people(row["worker_id"]),
        "mine": row["worker_id"] == seat.account,
        "registered": era.cell_label(row["registered"], seat.lang),
    }  # fmt: skip


def sheet_of(found: Found, seat: Seat) -> dict[str, Any]:
    """A case on its page."""
    parts, abstracts = found.parts, found.parts["case_abstract"]
    named = {found.row["worker_id"], *found.open_to}
    named |= {r[name] for r in abstracts for name in ("author_id", "approver_id") if r[name]}
    records = {r["meeting_id"] for r in parts["case_presentation"]}
    records |= {r["issue_id"] for r in parts["case_link"]}
    records |= {r["meeting_id"] for r in parts["case_conference"]} - {None}
    called = Called.of(seat, named, records)
    others = [one for one in found.open_to if one != found.row["worker_id"]]
    return card(found.row, called, seat) | {
        "open_to": called.people(*others),
        "grounds": [
            (word(ShareGround(r["ground"]), seat.lang), called.day(r), bool(r["withdrawn"]))
            for r in parts["case_ground"]
        ],
        "conferences": _named(parts["case_conference"], "meeting_id", "Meeting", called),
        "draft": _abstract(found.draft, called, "author_id"),
        "approval": _abstract(found.approval, called, "approver_id"),
        "presented": _named(parts["case_presentation"], "meeting_id", "Meeting", called),
        "issues": _named(parts["case_link"], "issue_id", "Issue", called),
    }


def _abstract(row: Row | None, called: Called, by: str) -> tuple[str, str] | None:
    return (called.people(row[by]), called.day(row)) if row else None


def _named(rows: Iterable[Row], column: str, kind: str, called: Called) -> list[tuple[str, str, str]]:
    """What is named in some rows: its name, its page, the day."""
    way = f"/{kind.lower()}s/"
    return [
        (
            called.records.get(r[column], ""),
            way + ids.encode(kind, r[column]) if r[column] else "",
            called.day(r),
        )
        for r in rows
    ]


def acts_of(found: Found) -> list[str]:
    """What may be done with a case as it stands, by the words of the addresses."""
    state, consents = found.row["state"], [r for r in found.parts["case_ground"] if r["ground"] == "consent"]
    given = ["withdraw"] if consents and not any(r["withdrawn"] for r in consents) else []
    if state == CaseState.OPEN:
        others = ["unshare"] if len(found.open_to) > 1 else []
        return ["consent", *given, "share", *others, "draft", "conference", "present", "link", "close"]
    return [*given, "destroy"] if state == CaseState.CLOSED else []


def sealed_of(case: Case, lang: str) -> list[Part]:
    """All its texts, in the order in which they were recorded."""
    approved = case.approved()
    fixed = approved.originator_version if approved else 0
    return list(_parts(case, fixed, lang))


def _parts(case: Case, fixed: int, lang: str) -> Iterator[Part]:
    for fact in case.said:
        version = fact.originator_version
        texts = [
            Text(_label(name, lang), getattr(fact, name), version, name, version == fixed)
            for name in personal_fields(type(fact))
        ]
        if texts:
            label = fact.LABEL if lang == "ja" else fact.LABEL_EN
            yield Part(label, era.label(fact.effective, lang), texts)


def _label(name: str, lang: str) -> str:
    """What a field is called where it stands alone."""
    said = field_label(name, lang)
    return said[:1].upper() + said[1:]


def draft_of(case: Case) -> CaseAbstractDrafted | None:
    """The abstract that was written last."""
    return next((f for f in reversed(case.said) if isinstance(f, CaseAbstractDrafted)), None)
