"""What there is to say about a place of a file: where, what stands there, why, and what it may mean."""

from dataclasses import dataclass
from enum import StrEnum, auto

from kyogikai_platform.importing.places import CellPlace
from kyogikai_tenants.errors import Refused


class Weight(StrEnum):
    """Whether a finding keeps a file from being recorded."""

    FIX = auto()
    """直す: nothing is recorded before it is corrected, or its row left out."""
    CONFIRM = auto()
    """確かめる: recorded as it stands, flagged; somebody should look."""
    NOTE = auto()
    """知らせる: said so that nothing is lost unseen."""


@dataclass(frozen=True)
class Finding:
    """One thing about one place."""

    place: CellPlace
    value: str
    """As written in the file."""
    reason: Refused
    proposals: tuple[str, ...] = ()
    """What may be meant, the likeliest first; a damaged value has none."""
    weight: Weight = Weight.FIX
