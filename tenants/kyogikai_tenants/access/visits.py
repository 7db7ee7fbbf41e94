"""What is done from outside, taken away or looked at: visits of the operator, exports, files to import."""

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


class ImportCheckState(Entity, frozen=True, kw_only=True):
    """A file that somebody brought to be imported, and what was found in it."""

    TABLE = "import_check"

    sha256: str
    rows: int
    faults: int

    @override
    def caption(self) -> str:
        """Enough of its hash to tell it from others."""
        return self.sha256[:12]


@dataclass(frozen=True, kw_only=True)
class ImportChecked(Begins):
    """Somebody had a file looked at that is to be imported; each time is a record of its own.

    It says no more of the file than its hash and its counts: a name of a file may be one of a person,
    and what was never recorded must be able to go.
    """

    TOPIC, COMMAND, SUBJECTS = "import.checked", "RecordImportCheck", ("import_check",)
    LABEL, LABEL_EN = "取込みの下見", "Import checked"
    SENTENCE, SENTENCE_EN = (
        "取込みファイル（{sha256}）を下見（{rows} 行、直すところ {faults} か所）",
        "Checked a file to import ({sha256}): {rows} rows, {faults} to correct",
    )

    sha256: str
    rows: int
    faults: int


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


class ImportCheck(Record, state=ImportCheckState, opened_by=[ImportChecked]):
    """A file that was looked at."""

    @override
    def problems(self) -> Iterator[Refused]:
        """Audience."""
        yield from super().problems()
        yield from published(self)
