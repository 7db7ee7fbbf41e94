"""A document's outline: its definitions and selections, out of its tokens alone.

The library's parser takes ten times as long, so that to refuse a bad document would cost more than to
answer a good one. Of a document that parses the outline is exact; of any other it is something, and the
parser refuses.
"""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r'"""(?>\\"""|"(?!"")|[^"])*+(?:""")?|"(?:[^"\\\n\r]|\\.)*+"?|#[^\n\r]*'
    r"|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\.\.|[!$&()\[\]{}:=@|]",
    re.ASCII | re.DOTALL,
)
"""A text that does not end is a token as well: else it would be sought anew from each of its quotes."""
FRAGMENT, FIELD, INLINE, SPREAD = "fragment", "field", "inline", "spread"
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
END = ""


@dataclass(slots=True)
class Outlined:
    """A definition, or what is selected: a field, a fragment on the spot, or the spread of one."""

    kind: str
    """FIELD, INLINE, SPREAD, or the word that a definition begins with."""
    names: list[str] = field(default_factory=list)
    """A field's response name, and its own where it has both; a definition's words."""
    directives: int = 0
    variables: int = 0
    selected: list["Outlined"] = field(default_factory=list)

    @property
    def is_introspection(self) -> bool:
        """Whether a field, or the type of a fragment, is about the schema itself."""
        return bool(self.names) and self.names[-1].startswith("__")


def tokens(text: str) -> list[str]:
    """A document's tokens and comments; what is neither is left to the parser."""
    return TOKEN.findall(text)


def nesting(found: list[str]) -> int:
    """How many brackets of any kind stand within each other."""
    level = most = 0
    for piece in found:
        if piece in OPENING:
            level += 1
            most = max(most, level)
        elif piece in CLOSING:
            level -= 1
    return most


def outline(found: list[str]) -> list[Outlined]:
    """The definitions among a document's tokens; they are nested no deeper than Python calls may be."""
    return _Reader(found).definitions()


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, found: list[str]) -> None:
        self._tokens, self._at = [*(piece for piece in found if piece[0] != "#"), END], 0

    def definitions(self) -> list[Outlined]:
        """All that are left."""
        made = []
        while piece := self._next():
            if piece[0] == '"':  # a description
                continue
            made.append(one := Outlined("query" if piece == "{" else piece))
            while piece not in {"{", END}:
                piece = self._head(one)
            self._select(one)
        return made

    def _next(self) -> str:
        piece = self._tokens[self._at]
        self._at += piece != END
        return piece

    def _head(self, one: Outlined) -> str:
        """A word, a directive or the variables of a definition, or the bracket of its selection."""
        if (piece := self._next()) != "{":
            self._detail(one, piece)
        return piece

    def _select(self, into: Outlined) -> None:
        """A selection whose bracket is open, to the one that closes it."""
        while (piece := self._next()) not in {"}", END}:
            if piece == "...":
                self._spread(into)
            elif piece == "{":  # of the field or fragment before
                self._select(into.selected[-1] if into.selected else into)
            elif piece in {"(", "@"}:
                self._detail(into.selected[-1] if into.selected else into, piece)
            else:
                self._field(into, piece)

    def _spread(self, into: Outlined) -> None:
        name = self._tokens[self._at]
        if name == "on":
            self._at += 1
            into.selected.append(Outlined(INLINE, [self._next()]))
        elif name in {"@", "{", END}:
            into.selected.append(Outlined(INLINE))
        else:
            into.selected.append(Outlined(SPREAD, [self._next()]))

    def _field(self, into: Outlined, name: str) -> None:
        one = Outlined(FIELD, [name])
        if self._tokens[self._at] == ":":
            self._at += 1
            one.names.append(self._next())
        into.selected.append(one)

    def _detail(self, one: Outlined, piece: str) -> None:
        """Arguments or variables in brackets, a directive, or a word."""
        if piece == "@":
            one.directives += 1
            self._next()
        elif piece == "(":
            self._bracket(one)
        else:
            one.names.append(piece)

    def _bracket(self, one: Outlined) -> None:
        """To the end of arguments or variables; a directive of a variable has arguments of its own."""
        within = 1
        while within and (piece := self._next()) != END:
            within += (piece == "(") - (piece == ")")
            one.variables += piece == "$"
            one.directives += piece == "@"
