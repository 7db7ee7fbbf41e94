"""The layout of a file: a header that says whose it is, and the facts in order, each with its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from kyogikai_platform.importing import problems
from kyogikai_platform.importing.places import Where
from kyogikai_platform.importing.reading import Items, Node, Stop, Table, Text, decoded, tree
from kyogikai_platform.importing.values import Place, convert, plain
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Audience, MunicipalityKind

FORMAT = "kyogikai-import/1"
HEADER = ("format", "tenant", "audience", "source", "facts")
ENVELOPE = ("key", "command", "id", "of", "later")
"""What a fact says beside the fields of its event; no event has a field of these names."""


class TenantHeader(Struct, frozen=True, forbid_unknown_fields=True):
    """The municipality that a file is of; ``host`` is the label before the base domain."""

    host: str
    name: str
    kind: MunicipalityKind
    code: str = ""
    reading: str = ""
    parent_name: str = ""
    fictitious: bool = False


class Header(Struct, frozen=True):
    """What holds for every fact of the file."""

    tenant: TenantHeader
    audience: Audience = Audience.COUNCIL
    source: str = ""
    """The key of the document that a fact's bare place is in."""


@dataclass(frozen=True)
class Entry:
    """One fact, as written."""

    line: Where
    key: str
    command: str
    id: str
    of: str
    given: dict[str, Any]
    """The fields as plain values: texts, lists, dicts."""
    lines: Mapping[str, Where] = field(repr=False)
    """Field path -> line, or cell."""
    later: bool = False
    """Whether what stands above it was on record before."""

    def place(self, path: str) -> Place:
        """Where a field stands, or what it would stand in."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return Place(self.lines.get(path, self.line), path)


@dataclass(frozen=True)
class ImportFile:
    """A file that can be read."""

    name: str
    header: Header
    entries: tuple[Entry, ...]
    lines: Mapping[str, Where] = field(repr=False)
    """Field path of the header -> line."""

    def problem(self, path: str, value: str, refusal: Refused) -> problems.Problem:
        """Something that is wrong with the header."""
        return problems.Problem(self.name, self.lines.get(path, 1), "", path, value, refusal)


class Reader:
    """Reads one file, and collects what is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[problems.Problem] = []
        self._lines: dict[str, Where] = {}

    def read(self, data: bytes | str) -> ImportFile | None:
        """The file as far as it can be read; None where that is not far enough."""
        try:
            root = tree(decoded(data, self._note), self._note)
        except Stop:
            return None
        if not isinstance(root, Table):
            self._note(root.line, "", problems.WrongShape(ja="項目の並び", en="a mapping"))
            return None
        header = self._header(root)
        facts = root.entries.get("facts")
        if not isinstance(facts, Items):
            self._note(
                facts.line if facts else root.line, "facts", problems.WrongShape(ja="リスト", en="a list")
            )
            return None
        entries = tuple(e for node in facts.items if (e := self._entry(node)) is not None)
        self._once(entries)
        return ImportFile(self.name, header, entries, self._lines) if header else None

    def _note(self, line: Where, value: str, refusal: Refused, *, key: str = "", path: str = "") -> None:
        self.problems.append(problems.Problem(self.name, line, key, path, value, refusal))

    def _header(self, root: Table) -> Header | None:
        before = len(self.problems)
        for name in [n for n in root.entries if n not in HEADER]:
            self._note(root.entries[name].line, name, problems.UnknownField(known=", ".join(HEADER)))
        written = root.entries.get("format")
        if not isinstance(written, Text) or written.text != FORMAT:
            line, value = (written.line, written.text) if isinstance(written, Text) else (root.line, "")
            self._note(line, value, problems.UnknownFormat(known=FORMAT), path="format")
        lines = self._lines
        given = {
            n: plain(root.entries[n], n, lines) for n in ("tenant", "audience", "source") if n in root.entries
        }
        header, wrong = convert(Header, given)
        if wrong:
            path, why = wrong
            self._note(lines.get(path, root.line), "", why, path=path)
        return header if len(self.problems) == before else None

    def _entry(self, node: Node) -> Entry | None:
        if not isinstance(node, Table):
            self._note(node.line, "", problems.WrongShape(ja="項目の並び", en="a mapping"))
            return None
        words = {n: node.entries.get(n) for n in ENVELOPE}
        for name, word in words.items():
            if word is not None and not isinstance(word, Text):
                self._note(word.line, "", problems.WrongShape(ja="文字", en="a text"), path=name)
        said = {n: w.text if isinstance(w, Text) else "" for n, w in words.items()}
        for name in [n for n in ("key", "command") if words[n] is None]:
            self._note(node.line, "", problems.Missing(needed=name), key=said["key"])
        lines: dict[str, Where] = {n: w.line for n, w in words.items() if w is not None}
        if said["later"] not in {"", "true"}:
            self._note(
                lines["later"],
                said["later"],
                problems.WrongShape(ja="true", en="true"),
                key=said["key"],
                path="later",
            )
        given = {n: plain(v, n, lines) for n, v in node.entries.items() if n not in ENVELOPE}
        whole = said["key"] and said["command"]
        return (
            Entry(
                node.line,
                said["key"],
                said["command"],
                said["id"],
                said["of"],
                given,
                lines,
                later=bool(said["later"]),
            )
            if whole
            else None
        )

    def _once(self, entries: Iterable[Entry]) -> None:
        first: dict[str, Where] = {}
        for entry in entries:
            earlier = first.setdefault(entry.key, entry.line)
            if earlier != entry.line:
                line = entry.place("key").line
                self._note(line, entry.key, problems.FactKeyTwice(earlier=earlier), path="key")
