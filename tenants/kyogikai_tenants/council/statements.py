"""What a council says of itself, what it rests on, who runs its office and what happened around it."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.effective import AsWritten, Value
from kyogikai_tenants.events import Defines
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import (
    SecretariatMode,
    StatementKind,
)  # fmt: skip

CouncilId = Annotated[UUID, Ref("council")]


class Statement(Part, frozen=True, kw_only=True):
    """What a council says of itself, or an item of it."""

    TABLE = "statement"

    kind: StatementKind
    parent: str = ""
    """The key of the statement that it is an item of."""
    name: str
    """Its own key."""
    number: int = 0
    label: str = ""
    title: str = ""
    text: str = ""
    as_written: str = ""

    @override
    def key(self) -> str:
        """Stable while the same fact says it."""
        return self.name

    @override
    def series(self) -> Hashable:
        """A later statement of the same kind and title replaces it, items and all."""
        return self.kind, self.name.partition("/")[0].partition(":")[2]

    @override
    def sort_key(self) -> str:
        """By kind, then as in the document."""
        return f"{list(StatementKind).index(self.kind)} {self.name}"


class SubItem(Value, frozen=True):
    """An item of an item: (1), (2)."""

    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""


class Item(Value, frozen=True):
    """An item of a statement: ①, ②."""

    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""
    items: tuple[SubItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CouncilStatementRecorded(Defines):
    """A slogan, a purpose, a goal, a function, a policy, in summary."""

    TOPIC, COMMAND, SUBJECTS = "council.statement_recorded", "RecordStatement", ("council",)
    LABEL, LABEL_EN = "協議会の表明", "Statement recorded"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の{kind}を記録（{effective}）",
        "Recorded a statement ({kind}) of {subject} ({effective})",
    )

    kind: StatementKind
    label: str = ""
    title: str = ""
    text: str = ""
    as_written: AsWritten = ""
    items: tuple[Item, ...] = ()

    @override
    def parts(self) -> Iterable[Part]:
        """The statement and its items, each a row."""
        return self._rows(f"{self.originator_version:06}:{self.title}", "", 0, self)

    def _rows(
        self, name: str, parent: str, number: int, said: "CouncilStatementRecorded | Item | SubItem"
    ) -> Iterator[Part]:
        yield Statement(
            kind=self.kind, parent=parent, name=name, number=number,
            label=said.label, title=said.title, text=said.text, as_written=said.as_written,
        )  # fmt: skip
        for place, item in enumerate(getattr(said, "items", ())):
            yield from self._rows(f"{name}/{place:03}", name, place, item)


class Secretariat(Part, frozen=True, kw_only=True):
    """Who runs the office of a council or a body."""

    TABLE = "secretariat"

    names: tuple[str, ...] = ()
    mode: SecretariatMode = SecretariatMode.UNKNOWN
    as_written: str = ""

    @override
    def series(self) -> Hashable:
        """One at a time."""
        return "secretariat"


@dataclass(frozen=True, kw_only=True)
class SecretariatAssigned(Defines):
    """Who runs the office from then on; no name where the source only says that it changed."""

    TOPIC, COMMAND, SUBJECTS = "council.secretariat_assigned", "AssignSecretariat", ("council", "body")
    LABEL, LABEL_EN = "事務局の定め", "Secretariat assigned"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の事務局を{names}と定める（{effective}）",
        "Assigned the secretariat of {subject} to {names} ({effective})",
    )

    names: tuple[str, ...] = ()
    mode: SecretariatMode = SecretariatMode.UNKNOWN
    as_written: AsWritten = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield Secretariat(names=self.names, mode=self.mode, as_written=self.as_written)


class LegalBasis(Part, frozen=True, kw_only=True):
    """A law, ordinance or guideline that a council rests on."""

    TABLE = "legal_basis"

    title: str
    form: str = ""

    @override
    def series(self) -> Hashable:
        """The same title again says it anew."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By title."""
        return self.title


@dataclass(frozen=True, kw_only=True)
class LegalBasisRecorded(Defines):
    """What a council rests on."""

    TOPIC, COMMAND, SUBJECTS = "council.legal_basis_recorded", "RecordLegalBasis", ("council",)
    LABEL, LABEL_EN = "根拠の記録", "Legal basis recorded"
    SENTENCE, SENTENCE_EN = (
        "「{subject}」の根拠「{title}」を記録（{effective}）",
        "Recorded the legal basis {title} of {subject} ({effective})",
    )

    title: str
    form: str = ""

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield LegalBasis(title=self.title, form=self.form)


class ExternalContext(Part, frozen=True, kw_only=True):
    """What happened around a council: a law coming into force."""

    TABLE = "external_context"

    text: str

    @override
    def sort_key(self) -> str:
        """By date."""
        return str(self.effective.earliest) if self.effective else ""


@dataclass(frozen=True, kw_only=True)
class ExternalContextNoted(Defines):
    """A note of what happened around a council."""

    TOPIC, COMMAND, SUBJECTS = "council.external_context_noted", "NoteExternalContext", ("council",)
    LABEL, LABEL_EN = "制度の動き", "External context noted"
    SENTENCE, SENTENCE_EN = (
        "制度の動きを記録: {text}（{effective}）",
        "Noted external context: {text} ({effective})",
    )

    text: str

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield ExternalContext(text=self.text)
