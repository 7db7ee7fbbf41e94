"""What names mean: records that a row of the file opens, else records of the municipality."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.declared import named
from kyogikai_projections.labels import kind_label
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.identity import import_id

NAMED_BY = {
    "council": "name", "body": "name", "body_group": "name", "organization": "name", "person": "name",
    "issue": "title", "source_document": "title", "external_party": "name",
}  # fmt: skip
"""The column of a read table that says what a record is called."""


@dataclass
class Known:
    """Names and what they stand for: an import key, or the id of a record."""

    connection: sa.Connection
    _own: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    _shown: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    _keys: dict[str, str] = field(default_factory=dict)
    """The id that a record has, or will have -> the key of the row that opens it."""
    _record: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, kind: str, name: str, key: str) -> None:
        """A row of the file opens a record of that name, or gives one another name."""
        keys = self._own[kind].setdefault(named(name), [])
        if key not in keys:
            keys.append(key)
        self._shown[kind].setdefault(named(name), name)
        self._keys[str(import_id(self.connection.info["tenant_id"], key))] = key

    def keys(self, kind: str, name: str) -> list[str]:
        """What a name stands for: in the file, else on record."""
        own = self._own[kind].get(named(name))
        return own or [self._keys.get(k, k) for k in self.on_record(kind).get(named(name), [])]

    def own(self, kind: str, name: str) -> list[str]:
        """What rows of the file open under a name."""
        return self._own[kind].get(named(name), [])

    def on_record(self, kind: str) -> dict[str, list[str]]:
        """The names that records of a kind ever had, as they are known now."""
        if kind not in self._record:
            self._record[kind] = self._loaded(kind)
        return self._record[kind]

    def _loaded(self, kind: str) -> dict[str, list[str]]:
        table, found = TABLES[kind], dict[str, list[str]]()
        query = sa.select(table.c[NAMED_BY[kind]], table.c.id).where(
            table.c.tenant_id == self.connection.info["tenant_id"], table.c.known_to.is_(None)
        )
        for name, record in self.connection.execute(query.order_by(table.c.valid_from)):
            self._shown[kind].setdefault(named(name), name)
            keys = found.setdefault(named(name), [])
            if str(record) not in keys:
                keys.append(str(record))
        return found

    def means_record(self, kind: str, name: str, key: str) -> bool:
        """Whether a name is that of a record which the file's own row has not opened in an earlier run."""
        found = self.on_record(kind).get(named(name), [])
        return bool(found) and str(import_id(self.connection.info["tenant_id"], key)) not in found

    def everything(self, kind: str) -> Iterator[str]:
        """Every key of a kind."""
        for keys in self._own[kind].values():
            yield from keys
        for ids in self.on_record(kind).values():
            yield from (self._keys.get(k, k) for k in ids)

    def refer(self, cells: Cells, name: str, *kinds: str) -> str:
        """What a cell names; empty where it names nothing, or that is refused."""
        text = cells.text(name)
        if not text:
            return ""
        found = next((keys for kind in kinds if (keys := self.keys(kind, text))), [])
        if len(found) == 1:
            return found[0]
        label, label_en = (kind_label(kinds[0], lang) for lang in ("ja", "en"))
        if found:
            cells.refuse(name, reasons.SeveralOfName(value=text, kind=label, kind_en=label_en))
        else:
            cells.refuse(
                name, reasons.NoSuchName(value=text, kind=label, kind_en=label_en), *self._near(text, kinds)
            )
        return ""

    def _near(self, text: str, kinds: Iterable[str]) -> list[str]:
        """Names that are nearly the one that is not known."""
        for kind in kinds:
            self.on_record(kind)
        names = [shown for kind in kinds for shown in self._shown[kind].values()]
        return difflib.get_close_matches(text, names, 3, 0.6)
