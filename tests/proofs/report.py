"""How a proof is told: what was promised, the figures, and the control that must go red."""

import sys
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A proof, or with ``control`` the same check with a fault planted, which must find something."""

    what: str
    figures: str
    clean: bool
    control: bool = False

    @property
    def as_promised(self) -> bool:
        """A proof finds nothing wrong; its control does."""
        return self.clean != self.control

    @property
    def verdict(self) -> str:
        """In a word or three."""
        if self.control:
            return "RED, as it must" if self.as_promised else "STAYS GREEN"
        return "holds" if self.as_promised else "FAILS"


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


def show(lines: Sequence[Line]) -> bool:
    """Print the table; whether all is as promised."""
    rows = [("what", "figures", "verdict"), ("", "", "")]
    rows += [(f"- control: {i.what}" if i.control else i.what, i.figures, i.verdict) for i in lines]
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        fill = " " if row[0] else "-"
        cells = [cell + fill * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)]
        print(f"| {' | '.join(cells)} |")
    return all(line.as_promised for line in lines)


def _width(text: str) -> int:
    """Columns on a terminal: a Japanese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
