"""Documents at random: every rule of the grammar, texts and comments full of brackets."""

from dataclasses import dataclass
from random import Random
from typing import Any

WORDS = [
    "a", "b", "on", "query", "mutation", "subscription", "fragment", "true", "null", "__typename",
    "__schema", "type", "scalar", "input", "_",
]  # fmt: skip
LETTERS = [*"a{}#@$(),あ𠮷\u2028\x85\x7f\t", "...", '\\"', "\\\\", "\\n", "\\u0022", "\\u{7d}", "''"]
LINES = [*'a{}#@"あ\n\r\\\x85', "\\\\", '""', '\\"""', "\\u0022"]
GAPS = [" ", ", ", "\n", "\r\n", "\t", "\ufeff", ' #x}{"""\n', ' # " {\r', " #\x85}\u2028{\x0b\n"]
Pieces = list[Any]
"""Tokens, or such lists within."""


@dataclass(frozen=True)
class Writing:
    """Writes documents."""

    random: Random

    def document(self) -> str:
        """One of up to three definitions."""
        made = [self._definition() for _ in range(self._upto(3))]
        return "".join(piece + self.random.choice(GAPS) for piece in _flat(made))

    def _definition(self) -> Pieces:
        before = self._maybe(self._text())
        if self.random.random() < 0.3:
            return [
                before,
                "fragment",
                self._word("on"),
                "on",
                self._word(),
                self._directives(),
                self._set(0),
            ]
        kind = self.random.choice(["query", "mutation", "subscription"])
        variables = ["(", [self._variable() for _ in range(self._upto(3))], ")"]
        head = [before, kind, self._maybe(self._word()), self._maybe(variables), self._directives()]
        return [self._maybe(head), self._set(0)]

    def _variable(self) -> Pieces:
        kind = self.random.choice([self._word(), ["[", self._word(), "!", "]", "!"]])
        default = self._maybe(["=", self._value()])
        return [self._maybe(self._text()), "$", self._word(), ":", kind, default, self._directives()]

    def _set(self, depth: int) -> Pieces:
        return ["{", [self._selection(depth) for _ in range(self._upto(3))], "}"]

    def _selection(self, depth: int) -> Pieces:
        inner = self._set(depth + 1) if depth < 4 and self.random.random() < 0.5 else []
        if self.random.random() < 0.2:
            return ["...", self._word("on"), self._directives()]
        if inner and self.random.random() < 0.4:
            return ["...", self._maybe(["on", self._word()]), self._directives(), inner]
        return [self._maybe([self._word(), ":"]), self._word(), self._arguments(), self._directives(), inner]

    def _directives(self) -> Pieces:
        return [["@", self._word(), self._arguments()] for _ in range(self.random.choice([0, 0, 0, 1, 2]))]

    def _arguments(self) -> Pieces:
        given = [[self._word(), ":", self._value()] for _ in range(self._upto(2))]
        return [self._maybe(["(", given, ")"])]

    def _value(self, depth: int = 0) -> Pieces:
        inner = [self._value(depth + 1) for _ in range(self.random.randrange(3) if depth < 2 else 0)]
        plain = [self._text(), [self.random.choice(["0", "-1.5e3", "12"])], [self._word("true", "null")]]
        nested = [["[", inner, "]"], ["{", [[self._word(), ":", value] for value in inner], "}"]]
        found: Pieces = self.random.choice(plain + (nested if depth < 2 else []))
        return found

    def _text(self) -> Pieces:
        if self.random.random() < 0.5:
            return ['"' + "".join(self.random.choice(LETTERS) for _ in range(self._upto(5))) + '"']
        inner = "".join(self.random.choice(LINES) for _ in range(self._upto(6)))
        return ['"""' + inner + '"""']

    def _word(self, *without: str) -> str:
        return self.random.choice([word for word in WORDS if word not in without])

    def _maybe(self, pieces: Pieces | str) -> Pieces | str:
        return pieces if self.random.random() < 0.5 else []

    def _upto(self, most: int) -> int:
        return self.random.randrange(most) + 1


def _flat(pieces: Pieces | str) -> list[str]:
    if isinstance(pieces, str):
        return [pieces]
    return [token for piece in pieces for token in _flat(piece)]
