"""Templates of a council by its size: the shapes that councils have, to be edited before they are recorded.

The large one has an assembly, a coordinating committee, case conferences and subcommittees; the middle one
an assembly and working groups; the third a secretariat, representatives, practitioners and liaison groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.council.norms import BodyCadenceSet, CadenceRule
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience, BodyKind, CouncilStanding

MOST = 15
"""Bodies of one template."""
PER_YEAR = (1, 2, 3, 4, 6, 12)
"""How often a year a body may be said to meet; 0 stands for as needed, None for nothing said."""
K = BodyKind


class Row(NamedTuple):
    """A body: under which row before it (0: none; the first row is 1), and how often a year it meets."""

    name: str
    kind: BodyKind
    parent: int = 0
    per_year: int | None = None


class NoParent(Refused):
    """A body is under one that stands before it in the template."""

    CODE = "NO_PARENT"
    JA = "「{name}」の上位の会議体は、それより前の行から選んでください。"
    EN = "{name} is under a body of a row before it, or under none."


class NoBodies(Refused):
    """A template has at least one body."""

    CODE = "NO_BODIES"
    JA, EN = "会議体を1つ以上入力してください。", "Enter at least one body."


SHAPES: dict[str, tuple[Row, ...]] = {
    "large": (
        Row("全体会議", K.GENERAL_ASSEMBLY, 0, 2),
        Row("調整会議", K.COORDINATION_COMMITTEE, 1, 12),
        Row("個別支援会議", K.CASE_CONFERENCE, 2, 0),
        Row("相談支援部会", K.SUBCOMMITTEE, 2, 6),
        Row("就労支援部会", K.SUBCOMMITTEE, 2, 6),
        Row("こども部会", K.SUBCOMMITTEE, 2, 6),
        Row("権利擁護部会", K.SUBCOMMITTEE, 2, 6),
    ),
    "middle": (
        Row("協議会", K.GENERAL_ASSEMBLY, 0, 2),
        Row("相談支援担当者会", K.WORKING_GROUP, 1, 6),
        Row("就労支援担当者会", K.WORKING_GROUP, 1, 6),
        Row("地域生活支援担当者会", K.WORKING_GROUP, 1, 6),
    ),
    "network": (
        Row("事務局会議", K.SECRETARIAT_MEETING, 0, 12),
        Row("代表者会議", K.REPRESENTATIVES_MEETING, 0, 2),
        Row("実務者定例会", K.PRACTITIONERS_MEETING, 2, 6),
        Row("相談支援連絡会", K.LIAISON_GROUP, 3, 0),
        Row("就労支援連絡会", K.LIAISON_GROUP, 3, 0),
    ),
}


@dataclass(frozen=True)
class Template:
    """A council and its bodies, as edited."""

    council: str
    rows: Sequence[Row]
    since: str = ""
    """The day or month from which it is there, in EDTF; empty where nobody said, so that it is seen today."""
    today: str = ""

    @property
    def events(self) -> list[type[Event]]:
        """Which events it becomes."""
        cadence = [BodyCadenceSet] if any(row.per_year is not None for row in self.rows) else []
        return [CouncilEstablished, BodyCreated, *cadence]

    @property
    def effective(self) -> Effective:
        """Since when; as of today where that is not known."""
        if self.since:
            return Effective(Kind.FROM, self.since, Basis.STATED)
        return Effective(Kind.AS_OF, self.today, Basis.LIVE)

    def record(self, session: Session, actor: Actor) -> UUID:
        """Each by its ordinary command, in the transaction of the session. Raises Refused."""
        if not self.rows:
            raise NoBodies(field="name-1")
        common = {"effective": self.effective, "audience": Audience.PUBLIC}
        given: dict[str, Any] = {"name": self.council, "standing": CouncilStanding.STATUTORY}
        council = session.execute(Say(CouncilEstablished, None, common | given), actor=actor).record_id
        made: list[UUID] = []
        for number, row in enumerate(self.rows, 1):
            if not 0 <= row.parent < number:
                raise NoParent(field=f"parent-{number}", name=row.name)
            under = made[row.parent - 1] if row.parent else None
            given = {"council_id": council, "name": row.name, "kind": row.kind, "parent_id": under}
            made.append(session.execute(Say(BodyCreated, None, common | given), actor=actor).record_id)
            if row.per_year is not None:
                rule = CadenceRule(per_year=row.per_year or None, as_needed=not row.per_year)
                said = {"effective": self.effective, "rules": (rule,)}
                session.execute(Say(BodyCadenceSet, made[-1], said), actor=actor)
        return council
