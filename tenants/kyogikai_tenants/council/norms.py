"""What holds for a body as a norm: its purpose, who sits in it and how often it meets."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.effective import AsWritten, Value
from kyogikai_tenants.events import Defines
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Part

BodyId = Annotated[UUID, Ref("body")]
GroupId = Annotated[UUID, Ref("body_group")]


class Purpose(Part, frozen=True, kw_only=True):
    """One of the things that a body is for, in summary."""

    TABLE = "purpose"

    number: int
    text: str

    @override
    def series(self) -> Hashable:
        """All of them are said anew together."""
        return "purpose"

    @override
    def sort_key(self) -> str:
        """As in the document."""
        return f"{self.number:04}"


@dataclass(frozen=True, kw_only=True)
class BodyPurposeDefined(Defines):
    """What a body is for."""

    TOPIC, COMMAND, SUBJECTS = "body.purpose_defined", "DefineBodyPurpose", ("body",)
    LABEL, LABEL_EN = "役割の定め", "Body purpose defined"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の役割を定める（{effective}）",
        "Defined the purpose of {subject} ({effective})",
    )

    texts: tuple[str, ...]

    @override
    def parts(self) -> Iterable[Part]:
        """A row for each."""
        return [Purpose(number=n, text=text) for n, text in enumerate(self.texts)]


class Composition(Part, frozen=True, kw_only=True):
    """Who sits in a body, as a rule: not a roster."""

    TABLE = "composition"

    text: str = ""
    level: str = ""
    categories: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    ex_officio_of: tuple[UUID, ...] = ()
    organization_count: int | None = None

    @override
    def series(self) -> Hashable:
        """One at a time."""
        return "composition"


@dataclass(frozen=True, kw_only=True)
class BodyCompositionDefined(Defines):
    """Who sits in a body, as a rule."""

    TOPIC, COMMAND, SUBJECTS = (
        "body.composition_defined",
        "DefineBodyComposition",
        ("body", "body_group", "council"),
    )
    LABEL, LABEL_EN = "構成の定め", "Composition defined"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の構成を定める（{effective}）",
        "Defined the composition of {subject} ({effective})",
    )

    text: str = ""
    level: str = ""
    categories: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    ex_officio_of: tuple[BodyId, ...] = ()
    """The bodies whose chairs sit here by office (充て職)."""
    organization_count: int | None = None

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield Composition(
            text=self.text, level=self.level, categories=self.categories, added=self.added,
            ex_officio_of=self.ex_officio_of, organization_count=self.organization_count,
        )  # fmt: skip


class Cadence(Part, frozen=True, kw_only=True):
    """How often a body meets, as a norm and not a count."""

    TABLE = "cadence"

    number: int
    per_year: int | None = None
    interval_months: int | None = None
    as_needed: bool = False
    approximate: bool = False
    meeting_kind: str = ""
    as_written: str = ""

    @override
    def series(self) -> Hashable:
        """All rules are said anew together."""
        return "cadence"

    @override
    def sort_key(self) -> str:
        """As in the document."""
        return f"{self.number:04}"


class CadenceRule(Value, frozen=True):
    """年2回, 原則年4回程度, 随時."""

    per_year: int | None = None
    interval_months: int | None = None
    as_needed: bool = False
    approximate: bool = False
    meeting_kind: str = ""
    as_written: AsWritten = ""

    def row(self, number: int) -> Cadence:
        """The rule as a row."""
        return Cadence(
            number=number, per_year=self.per_year, interval_months=self.interval_months,
            as_needed=self.as_needed,
            approximate=self.approximate, meeting_kind=self.meeting_kind, as_written=self.as_written,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BodyCadenceSet(Defines):
    """How often a body is to meet."""

    TOPIC, COMMAND, SUBJECTS = "body.cadence_set", "SetBodyCadence", ("body", "body_group")
    LABEL, LABEL_EN = "開催頻度の定め", "Cadence set"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の開催頻度を定める（{effective}）",
        "Set the cadence of {subject} ({effective})",
    )

    rules: tuple[CadenceRule, ...]

    @override
    def parts(self) -> Iterable[Part]:
        """A row for each rule."""
        return [rule.row(n) for n, rule in enumerate(self.rules)]
