"""個別事例 as whoever one is open to finds them: rows without texts. Nobody else finds any, nor how many.

Beside the sight of audiences, which shows nobody a case: here an account and today decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Clause, Moment, Reading, Row, valid
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import BodyKind

PARTS = ("case_access", "case_ground", "case_abstract", "case_presentation", "case_conference", "case_link")


@dataclass(frozen=True)
class Found:
    """A case, and the rows inside it."""

    row: Row
    parts: dict[str, list[Row]]

    @property
    def id(self) -> UUID:
        """Its id."""
        found: UUID = self.row["id"]
        return found

    @property
    def open_to(self) -> list[UUID]:
        """To whom it is open."""
        return [row["user_id"] for row in self.parts["case_access"] if row["is_open"]]

    @property
    def withdrawn(self) -> bool:
        """Whether consent was withdrawn and nothing stands in its place."""
        grounds = self.parts["case_ground"]
        return bool(grounds) and all(row["withdrawn"] for row in grounds)

    @property
    def draft(self) -> Row | None:
        """The abstract that was written last."""
        drafts = [row for row in self.parts["case_abstract"] if row["author_id"]]
        return max(drafts, key=lambda row: row["drafted"], default=None)

    @property
    def approval(self) -> Row | None:
        """The approval of that abstract."""
        last = self.draft["drafted"] if self.draft else None
        given = [r for r in self.parts["case_abstract"] if r["approver_id"] and r["drafted"] == last]
        return given[-1] if given else None


def of_worker(reading: Reading, account: UUID, day: date) -> list[Row]:
    """The cases that are open to an account, the newest first."""
    f, a = TABLES["case_file"], TABLES["case_access"]
    mine = [_now(reading, a, day), a.c.case_id == f.c.id, a.c.user_id == account, a.c.is_open]
    query = sa.select(f).where(_now(reading, f, day), sa.exists().where(*mine))
    return reading.rows(query.order_by(f.c.sort.desc(), f.c.id))


def by_reference(reading: Reading, reference: str, day: date) -> Found | None:
    """The case of a number, whoever it is open to: the caller asks whether they may know."""
    if "\0" in reference:  # no text of the database holds one
        return None
    f = TABLES["case_file"]
    rows = reading.rows(sa.select(f).where(_now(reading, f, day), f.c.reference == reference))
    return Found(rows[0], _parts(reading, rows[0]["id"], day)) if rows else None


def awaiting(reading: Reading, day: date) -> list[tuple[Row, Row]]:
    """The cases whose last abstract waits for its approval, with that abstract; none without consent."""
    f, d, p = TABLES["case_file"], TABLES["case_abstract"], TABLES["case_abstract"].alias("approval")
    later = TABLES["case_abstract"].alias("later")
    approved = [_now(reading, p, day), p.c.case_id == d.c.case_id, p.c.drafted == d.c.drafted]
    newer = [_now(reading, later, day), later.c.case_id == d.c.case_id, later.c.drafted > d.c.drafted]
    g = TABLES["case_ground"]
    of_ground, standing = [_now(reading, g, day), g.c.case_id == d.c.case_id], g.c.withdrawn.is_(None)
    query = sa.select(d).where(
        _now(reading, d, day),
        d.c.author_id.is_not(None),
        ~sa.exists().where(*approved, p.c.approver_id.is_not(None)),
        ~sa.exists().where(*newer),
        sa.or_(~sa.exists().where(*of_ground, g.c.withdrawn), sa.exists().where(*of_ground, standing)),
    )
    drafts = {row["case_id"]: row for row in reading.rows(query)}
    which = [_now(reading, f, day), f.c.id.in_(drafts), f.c.state == "open"]
    cases = reading.rows(sa.select(f).where(*which).order_by(f.c.sort, f.c.id))
    return [(row, drafts[row["id"]]) for row in cases]


def _parts(reading: Reading, case: UUID, day: date) -> dict[str, list[Row]]:
    found = dict[str, list[Row]]()
    for name in PARTS:
        t = TABLES[name]
        query = sa.select(t).where(_now(reading, t, day), t.c.stream_id == case)
        found[name] = reading.rows(query.order_by(t.c.valid_from, t.c.known_from, t.c.id))
    return found


def _now(reading: Reading, table: Any, day: date) -> Clause:
    return sa.and_(reading.own(table), table.c.known_to.is_(None), valid(table, day))


def meetings(reading: Reading, day: date, *, conferences: bool) -> set[UUID]:
    """Those by a day that a reader sees; or of them what bodies held, case conferences on its day."""
    m, b = TABLES["meeting"], TABLES["body"]
    earliest = sa.cast(m.c.date["earliest"].as_string(), sa.Date)
    met = sa.func.unnest(m.c.body_ids).table_valued("id").render_derived(name="met")
    then = sa.and_(
        reading.own(b), b.c.known_to.is_(None), b.c.id == met.c.id, b.c.valid_from <= earliest,
        sa.or_(b.c.valid_to.is_(None), b.c.valid_to > earliest),
    )  # fmt: skip
    other = b.c.kind.is_distinct_from(BodyKind.CASE_CONFERENCE.value)
    others = sa.exists(sa.select(sa.literal(1)).select_from(met.outerjoin(b, then)).where(other))
    which = [reading.current(m, "meeting", Moment(day)), earliest <= day]
    which += [sa.func.cardinality(m.c.body_ids) > 0, ~others] if conferences else []
    return {row["id"] for row in reading.rows(sa.select(m.c.id).where(*which))}


def case_workers(reading: Reading, day: date) -> list[tuple[UUID, str]]:
    """Who holds the role of a case worker on a day, by name."""
    g, u = TABLES["role_grant"], TABLES["user_account"]
    held = [_now(reading, g, day), g.c.user_id == u.c.id, g.c.role == "case_worker"]
    query = sa.select(u.c.id, u.c.name).where(_now(reading, u, day), ~u.c.suspended, sa.exists().where(*held))
    return [(row["id"], row["name"]) for row in reading.rows(query.order_by(u.c.sort, u.c.id))]


def people_named(found: Iterable[Found]) -> list[str]:
    """The accounts that stand in some cases, as the trail names them."""
    ids = {one.row["worker_id"] for one in found}
    for one in found:
        ids |= set(one.open_to)
        ids |= {row[name] for row in one.parts["case_abstract"] for name in ("author_id", "approver_id")}
    return [str(known) for known in ids if known]
