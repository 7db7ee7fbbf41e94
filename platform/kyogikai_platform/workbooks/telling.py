"""From rows to facts of the import: each with a key that does not depend on where the row stands."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from kyogikai_platform.importing.layout import Entry
from kyogikai_platform.importing.places import CellPlace, Where
from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.declared import named
from kyogikai_platform.workbooks.findings import Finding
from kyogikai_platform.workbooks.known import Known
from kyogikai_platform.workbooks.rows import Row

PREFIX = "book"
"""What the keys of workbooks begin with: no import file's keys are among them."""


class RowLines(Mapping[str, Where]):
    """Where the fields of a row's fact stand, worked out when somebody asks: mostly nobody does."""

    __slots__ = ("_columns", "_names", "_row")

    def __init__(self, row: Row, names: Collection[str], columns: Mapping[str, str]) -> None:
        self._row, self._names, self._columns = row, names, columns

    @override
    def __getitem__(self, name: str) -> Where:
        if name not in self._names:
            raise KeyError(name)
        return self._row.place(self._columns.get(name, name))

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    @override
    def __len__(self) -> int:
        return len(self._names)


@dataclass
class Telling:
    """Collects the facts of a file, in an order in which a record is opened before it is named."""

    known: Known
    document: str
    """The key of the file's own source document."""
    again: Mapping[str, int]
    """Keys whose facts were undone -> how often: they are recorded under a new key."""
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """Sheet -> rows that are sound by themselves."""
    _first: dict[str, CellPlace] = field(default_factory=dict)

    def key(self, *parts: object) -> str:
        """A key of these parts; of what was undone, the next."""
        raw = "/".join([PREFIX, *(named(str(p)) for p in parts if p not in {None, ""})])
        return f"{raw}~{self.again[raw] + 1}" if raw in self.again else raw

    def once(self, cells: Cells, key: str) -> bool:
        """Whether no earlier row of the file says the same; else that is told of this one."""
        row = cells.row.place()
        first = self._first.setdefault(key, row)
        if first != row:
            reason = reasons.SameRow(earlier=first.words("ja"), earlier_en=first.words("en"))
            cells.refuse("", reason)
        return first == row

    def fact(
        self, cells: Cells, command: str, key: str, record: str, given: Mapping[str, Any],
        columns: Mapping[str, str] | None = None, *, of: str = "", main: bool = False,
    ) -> None:  # fmt: skip
        """One fact of a row; ``columns`` says which column a field comes from where the names differ."""
        row = cells.row
        lines = RowLines(row, given.keys(), columns or {})
        stated = {n: v for n, v in given.items() if v not in ("", None, [], {})}
        if main and cells.flags:
            stated["quality"] = list(cells.flags)
        if not of:
            stated["source"] = {"document_id": self.document, "locator": locator(row)}
        self.entries.append(Entry(row.place(), key, command, record, of, stated, lines))

    def remark(self, cells: Cells, key: str) -> None:
        """What stands in the columns of remarks, on the row's own fact."""
        for number, text in enumerate(cells.row.remarks):
            own = f"{key}/remark{number or ''}"
            self.fact(cells, "AnnotateEvent", own, "", {"note": text}, of=key)

    def opened(self, cells: Cells, kind: str, command: str, column: str) -> str:
        """The record that a cell names; it is opened with the first row that names it."""
        name = cells.text(column)
        if not name:
            return ""
        key = self.key(kind, name)
        found = self.known.own(kind, name)
        if not found and self.known.means_record(kind, name, key):
            found = self.known.keys(kind, name)
        if found:
            return found[0]
        self.known.add(kind, name, key)
        given = {"effective": {"kind": "undated"}, "name": name}
        self.fact(cells, command, key, key, given, {"name": column})
        return key

    def done(self, cells: Cells) -> None:
        """A row is told: keep what there is to say about it."""
        self.findings += cells.findings
        name = cells.row.grid.name
        self.counts[name] = self.counts.get(name, 0) + cells.sound


def locator(row: Row) -> str:
    """Where in the file a row stands: 会議体 12行."""
    return f"{row.grid.name} {row.number}行"
