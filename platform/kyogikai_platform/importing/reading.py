"""From bytes to a tree of texts with line numbers: YAML without anything that surprises.

Every scalar is the text that is written. Anchors, aliases, tags, repeated keys and more than
one document are refused, so nothing can grow; the tree is built without recursion.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from kyogikai_platform.importing import problems
from kyogikai_tenants.errors import Refused

LARGEST = 5_000_000
DEEPEST = 12
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""How YAML writes that there is no value, where it is not quoted."""
UNSEEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that YAML calls not printable."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Note = Callable[[int, str, Refused], None]
"""(line, value, refusal): put down a problem and go on."""


class Stop(Exception):
    """The file cannot be read any further; the problem is put down."""


@dataclass
class Text:
    """A scalar, as written."""

    line: int
    text: str


@dataclass
class Items:
    """A list."""

    line: int
    items: list["Node"] = field(default_factory=list)

    def put(self, node: "Node", note: Note) -> None:
        """Add the next one."""
        self.items.append(node)


@dataclass
class Table:
    """A mapping, in the order of the file."""

    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    _key: Text | None = None

    def put(self, node: "Node", note: Note) -> None:
        """A key and its value come one after the other."""
        if self._key is None:
            self._key = node if isinstance(node, Text) else Text(node.line, "")
            if not isinstance(node, Text):
                note(node.line, "", problems.WrongShape(ja="文字", en="a text"))
            return
        if self._key.text in self.entries:
            note(self._key.line, self._key.text, problems.KeyTwice(field_name=self._key.text))
        self.entries.setdefault(self._key.text, node)
        self._key = None

    @property
    def awaits_value(self) -> bool:
        """Whether a key stands there whose value comes next."""
        return self._key is not None


Node = Text | Items | Table


def decoded(data: bytes | str, note: Note) -> str:
    """The text of a file. Raises Stop."""
    size = len(data)
    if size > LARGEST:
        note(1, "", problems.TooLarge(size=size, most=LARGEST))
        raise Stop
    text = data.removeprefix("\ufeff") if isinstance(data, str) else _utf8(data, note)
    if unseen := UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        note(line, "", problems.ControlCharacter(character=f"U+{ord(unseen[0]):04X}"))
        raise Stop
    return text


def _utf8(data: bytes, note: Note) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        note(line, "", problems.NotUtf8(guess=_guess(data)))
        raise Stop from problem


def _guess(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    for name, codec in (("EUC-JP", "euc_jp"), ("Shift_JIS", "cp932")):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return name
    return "?"


def tree(text: str, note: Note) -> Node:
    """The document's tree. Raises Stop."""
    root, events = Items(1), yaml.parse(text, Loader=LOADER)
    open_: list[Items | Table] = [root]
    try:
        for event in events:
            _take(event, open_, root, note)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        what = getattr(problem, "problem", None) or str(problem)
        note(mark.line + 1 if mark else 1, "", problems.NotYaml(problem=what))
        raise Stop from problem
    if not root.items:
        note(1, "", problems.EmptyFile())
        raise Stop
    return root.items[0]


def _take(event: Any, open_: list[Items | Table], root: Items, note: Note) -> None:
    """One event of the parser."""
    line = event.start_mark.line + 1
    if isinstance(event, yaml.DocumentStartEvent) and root.items:
        note(line, "", problems.TwoDocuments())
        raise Stop
    if getattr(event, "anchor", None) is not None:
        note(line, event.anchor, problems.AliasUsed())
    if getattr(event, "tag", None) is not None:
        note(line, "", problems.TagUsed(tag=event.tag))
    if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
        open_.pop()
    elif (node := _node(event, line, open_[-1], note)) is not None:
        open_[-1].put(node, note)
        if isinstance(node, Items | Table):
            open_.append(node)
            if len(open_) > DEEPEST:
                note(line, "", problems.TooDeep(most=DEEPEST))
                raise Stop


def _node(event: Any, line: int, inside: Items | Table, note: Note) -> Node | None:
    if isinstance(event, yaml.AliasEvent):
        return Text(line, event.anchor or "")
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(line)
    if isinstance(event, yaml.MappingStartEvent):
        return Table(line)
    return _scalar(event, line, inside, note) if isinstance(event, yaml.ScalarEvent) else None


def _scalar(event: Any, line: int, inside: Items | Table, note: Note) -> Text:
    if event.implicit[0] and event.value in NOTHING and (isinstance(inside, Items) or inside.awaits_value):
        note(line, event.value, problems.NoValue())
    if unseen := UNSEEN.search(event.value):
        note(line, "", problems.ControlCharacter(character=f"U+{ord(unseen[0]):04X}"))
    return Text(line, UNSEEN.sub("", event.value))
