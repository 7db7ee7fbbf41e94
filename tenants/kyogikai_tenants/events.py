"""What every event is. One class is the whole declaration: topic, fields, labels, sentence, command.

The envelope (position, recorded time, actor, idempotency key) belongs to the log, not to
the event. Storage, audit trail, forms, import and projections read nothing but these classes.
A field's default is always the empty value of its type, because the empty is not stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.utils import register_topic
from typing_extensions import override

from kyogikai_tenants.effective import AsWritten, Effective, Kind, Value
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import Audience

DECLARED: dict[str, type["Event"]] = {}
"""Every event by its topic."""
COMMANDS: dict[str, type["Event"]] = {}
"""Every event by the imperative that records it: ``RenameBody`` -> ``BodyRenamed``."""


def is_empty(value: Any) -> bool:
    """Whether a value is the empty one of its type, which is not stored; zero is not empty."""
    return value is None or value is False or (isinstance(value, str | tuple | list) and not value)


class Source(Value, frozen=True):
    """A registered document and the place in it."""

    document_id: UUID
    locator: str = ""


class Flag(Value, frozen=True):
    """What to mind about a fact: garbled, ambiguous, possible_conflict, not_exhaustive … with a note."""

    flag: str
    note: str = ""
    as_written: AsWritten = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of one stream. The two field names are the library's (its Mapper asks for them)."""

    TOPIC: ClassVar[str]
    COMMAND: ClassVar[str]
    """The imperative: the command, the mutation and the import's word for it."""
    LABEL: ClassVar[str]
    LABEL_EN: ClassVar[str]
    SENTENCE: ClassVar[str]
    """What the audit trail says, with fields in braces; ``{subject}`` is the name of the record."""
    SENTENCE_EN: ClassVar[str]
    SENTENCE_IF: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """What it says instead, in Japanese and English, where a field is true."""
    SUBJECTS: ClassVar[tuple[str, ...]] = ()
    """The kinds of record it happens to (their table names); empty: any kind."""
    FOLDED: ClassVar[bool] = False
    """Whether it may change what its record adds up to."""
    MOVES_RIGHTS: ClassVar[bool] = False
    """Whether somebody may ask more or less from then on, although the record adds up to the same."""
    ERASES: ClassVar[bool] = False
    """Whether the key of its record is destroyed with it: in the same transaction, or neither."""

    originator_id: UUID
    originator_version: int

    @override
    def __init_subclass__(cls) -> None:
        """Register what declares a topic; a rename of the class leaves the log readable."""
        super().__init_subclass__()
        if "TOPIC" in cls.__dict__:
            register_topic(cls.TOPIC, cls)
            DECLARED[cls.TOPIC] = cls
        if "COMMAND" in cls.__dict__:
            COMMANDS[cls.COMMAND] = cls


class Does(StrEnum):
    """What a fact does to a life."""

    BEGINS = auto()
    DEFINES = auto()
    CHANGES = auto()
    ENDS = auto()


@dataclass(frozen=True, kw_only=True)
class Fact(Event):
    """An event in the world: it says something about a day."""

    FOLDED: ClassVar[bool] = True
    DOES: ClassVar[Does] = Does.CHANGES
    CLEARS: ClassVar[frozenset[str]] = frozenset()
    """The fields that an empty value clears; any other empty field leaves the state as it was."""
    ATTESTS: ClassVar[bool] = True
    """Whether it shows that its record was there on its day: what is written about it later does not."""

    effective: Effective
    source: Source | None = None
    quality: tuple[Flag, ...] = ()

    @property
    def day(self) -> date:
        """The first day on which the fact shows. An end *at* a date acts through its last day."""
        if self.DOES is Does.ENDS and self.effective.kind is Kind.AT:
            return self.effective.latest + timedelta(days=1)
        return self.effective.earliest

    @property
    def last_inside(self) -> date:
        """The day that must lie within the life of what the fact belongs to."""
        return self.day - timedelta(days=1) if self.DOES is Does.ENDS else self.day

    def sets(self) -> dict[str, Any]:
        """What the fact sets in its record's state beside the fields that both have by name."""
        return {}

    def parts(self) -> Iterable[Part | Entity]:
        """The rows of their own that the fact stands for: a cadence, a name, a referral."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Begins(Fact):
    """The fact that opens a record, and says who may see it."""

    DOES: ClassVar[Does] = Does.BEGINS
    ADDS_TOO: ClassVar[bool] = False
    """Whether it may also come later in a record that another opened: what was scheduled is held."""

    audience: Audience

    def opens_with(self) -> dict[str, Any]:
        """What it sets only where it opens the record, so that what comes later does not show before."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Defines(Fact):
    """A fact that says how something is; it may be undated."""

    DOES: ClassVar[Does] = Does.DEFINES


@dataclass(frozen=True, kw_only=True)
class Ends(Fact):
    """A fact that ends a life."""

    DOES: ClassVar[Does] = Does.ENDS


@dataclass(frozen=True, kw_only=True)
class EventCorrected(Event):
    """A clerical error in one field of an earlier fact of the same record."""

    TOPIC = "record.corrected"
    COMMAND = "CorrectEvent"
    LABEL, LABEL_EN = "記録の訂正", "Record corrected"
    FOLDED = True
    SENTENCE = "{subject}の記録{target}の{field}を「{old}」から「{new}」に訂正（{reason}）"
    SENTENCE_EN = "Corrected {field} of entry {target} of {subject} from “{old}” to “{new}” ({reason})"

    target: int
    field: str
    old: Any
    new: Any
    reason: str
    sealed_for: UUID | None = None
    """Whose key seals old and new, where the field is a sealed one."""


@dataclass(frozen=True, kw_only=True)
class EventAnnulled(Event):
    """An earlier fact or correction of the same record never was so."""

    TOPIC = "record.annulled"
    COMMAND = "AnnulEvent"
    LABEL, LABEL_EN = "記録の取消し", "Record annulled"
    FOLDED = True
    SENTENCE = "{subject}の記録{target}を取消し（{reason}）"
    SENTENCE_EN = "Annulled entry {target} of {subject} ({reason})"

    target: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class EventAnnotated(Event):
    """A remark on an earlier entry of the same record; it changes nothing."""

    TOPIC = "record.annotated"
    COMMAND = "AnnotateEvent"
    LABEL, LABEL_EN = "記録への注記", "Record annotated"
    SENTENCE = "{subject}の記録{target}に注記（{note}）"
    SENTENCE_EN = "Annotated entry {target} of {subject} ({note})"

    target: int
    note: str


@dataclass(frozen=True, kw_only=True)
class AudienceChanged(Event):
    """Who may see a record, from now on; ``fields`` narrows it to kinds of parts (``attendance``)."""

    TOPIC = "record.audience_changed"
    COMMAND = "ChangeAudience"
    LABEL, LABEL_EN = "公開範囲の変更", "Audience changed"
    FOLDED = True
    SENTENCE = "{subject}の公開範囲を{audience}に変更（{reason}）"
    SENTENCE_EN = "Changed the audience of {subject} to {audience} ({reason})"

    audience: Audience
    fields: tuple[str, ...] = ()
    reason: str
