"""What is done from outside, or taken away: visits of the platform's operator, and exports."""

from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override

from kyogikai_tenants.access.internal import published
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Entity


class OperatorAccessState(Entity, frozen=True, kw_only=True):
    """A visit of the platform's operator."""

    TABLE = "operator_access"

    reason: str

    @override
    def caption(self) -> str:
        """Its reason."""
        return self.reason


@dataclass(frozen=True, kw_only=True)
class OperatorAccess(Begins):
    """The platform's operator acts on the tenant, and says why; each visit is a record of its own."""

    TOPIC, COMMAND, SUBJECTS = "operator.access", "RecordOperatorAccess", ("operator_access",)
    LABEL, LABEL_EN = "運営者の操作", "Operator access"
    SENTENCE, SENTENCE_EN = "運営者が操作（{reason}）", "The operator acted here ({reason})"

    reason: str


class DataExportState(Entity, frozen=True, kw_only=True):
    """An export that somebody took away."""

    TABLE = "data_export"

    what: str
    format: str
    count: int

    @override
    def caption(self) -> str:
        """What was exported."""
        return self.what


@dataclass(frozen=True, kw_only=True)
class ExportMade(Begins):
    """Somebody takes data away; each export is a record of its own."""

    TOPIC, COMMAND, SUBJECTS = "export.made", "RecordExport", ("data_export",)
    LABEL, LABEL_EN = "データの書出し", "Export made"
    SENTENCE, SENTENCE_EN = (
        "{what}を{format}形式で書出し（{count} 件）",
        "Exported {what} as {format} ({count} rows)",
    )

    what: str
    format: str
    count: int


class OperatorVisit(Record, state=OperatorAccessState, opened_by=[OperatorAccess]):
    """A visit of the operator."""

    @override
    def problems(self) -> Iterator[Refused]:
        """Audience."""
        yield from super().problems()
        yield from published(self)


class DataExport(Record, state=DataExportState, opened_by=[ExportMade]):
    """An export."""

    @override
    def problems(self) -> Iterator[Refused]:
        """Audience."""
        yield from super().problems()
        yield from published(self)
