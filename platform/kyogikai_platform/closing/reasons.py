"""Why a file with everything of a tenant is not taken in: each reason with its text in both languages."""

from enum import StrEnum, auto

from kyogikai_platform.web.words import words


class Why(StrEnum):
    """What is wrong with a part of it; the texts are ``bundle_…`` of the words."""

    NOT_NAMED = auto()
    """Other parts than the manifest names."""
    MISSING = auto()
    CUT = auto()
    """A line without an end, or one that is longer than any of ours."""
    CHANGED = auto()
    """Another length or hash than the manifest names."""
    NO_ZIP = auto()
    """The library that unpacks says so."""
    NO_TEXT = auto()
    FORM = auto()
    """Not the fields of that part."""
    OTHER_FORMAT = auto()
    SIGNATURE = auto()
    """A note that the file's own key did not sign, or did sign otherwise."""
    OTHER_ORIGIN = auto()
    HASH = auto()
    """What should be a hash is none."""
    CHAIN = auto()
    """An entry that does not follow the one before it."""
    OTHER_HISTORY = auto()
    """A checkpoint of other entries."""
    NOT_OURS = auto()
    """An entry that no log of ours can hold."""
    COUNTS = auto()
    NOTE_COUNTS = auto()
    BYTES = auto()
    NOBODY = auto()
    """No municipality is registered in the log."""
    OTHER_FILE = auto()

    def said(self, lang: str) -> str:
        """In words."""
        return words(f"bundle_{self.value}", lang)


def place(lang: str, part: str, line: int, position: int) -> str:
    """Where it is wrong, in words."""
    if position:
        return words("bundle_at_position", lang, position=position)
    return words("bundle_at_line", lang, part=part, line=line) if line else part
