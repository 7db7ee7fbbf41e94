"""What the read models say of a row's date, its sources and its flags, in words."""

from dataclasses import dataclass
from typing import Any

from kyogikai_graphql import ids
from kyogikai_platform.web.org_facts import Flag, Source, flag_word, note
from kyogikai_platform.web.writing import cell_in_words
from kyogikai_projections.lives import Grounds
from kyogikai_projections.reading import Row


@dataclass(frozen=True)
class Told:
    """What some rows rest on, told in one language."""

    lang: str
    grounds: Grounds

    def sources(self, *rows: Row) -> list[Source]:
        """Where facts stand, each place once."""
        return [document_of(stand.document, stand.locator, self.lang) for stand in self.grounds.stands(*rows)]

    def flags(self, *rows: Row) -> list[Flag]:
        """What to mind about them, each once."""
        told = [Flag(flag_word(q["flag"], self.lang), note(q)) for q in self.grounds.flags(*rows)]
        return list(dict.fromkeys(told))

    def rests(self, *rows: Row) -> dict[str, Any]:
        """Both, as templates take them."""
        return {"sources": self.sources(*rows), "flags": self.flags(*rows)}

    def date(self, cell: Row | None, *, end: bool = False) -> str:
        """A date as precise as it is known; nothing where there is none."""
        return date_of(cell, self.lang, end=end)


def date_of(cell: Row | None, lang: str, *, end: bool = False) -> str:
    """A date of a row in words."""
    return cell_in_words(cell, lang, end=end) if cell else ""


def document_of(document: Row | None, locator: str, lang: str) -> Source:
    """A place in a document."""
    if document is None:
        return Source("", "", locator)
    more = " ".join(filter(None, (document["subtitle"], date_of(document["date"], lang))))
    return Source(document["title"], more, locator, ids.encode("SourceDocument", document["id"]))
