"""資料: a document that facts rest on; its date is the one that it bears."""

from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta
from typing_extensions import override

from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.events import Begins
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Entity

Sha256 = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$(?!\n)")]
"""The digest of a document's bytes, which are kept beside the log; empty where there are none."""

Address = Annotated[str, Meta(pattern=r"^([Hh][Tt][Tt][Pp][Ss]?://[^\s]+)?$(?!\n)")]
"""Where something stands on the web, which pages link to: nothing that a browser would run. May be empty."""

MediaType = Annotated[str, Meta(pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$(?!\n)")]
"""What sort of file it is; it is told in a header when the file is sent."""


class SourceDocumentState(Entity, frozen=True, kw_only=True):
    """A registered document."""

    TABLE = "source_document"

    title: str
    subtitle: str = ""
    publisher: str = ""
    form: str = ""
    url: str = ""
    sha256: str = ""
    date: Effective | None = None

    @override
    def caption(self) -> str:
        """Its title."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By date, then title; what bears no date comes first."""
        return f"{self.date.earliest if self.date else ''} {self.title}"


@dataclass(frozen=True, kw_only=True)
class SourceDocumentRegistered(Begins):
    """A document is registered as a source. It is effective when it is dated: undated if it bears no date."""

    TOPIC, COMMAND, SUBJECTS = "source_document.registered", "RegisterSourceDocument", ("source_document",)
    LABEL, LABEL_EN = "資料登録", "Source document registered"
    SENTENCE = "資料「{title}」を登録（{effective}）"
    SENTENCE_EN = "Registered the source document {title} ({effective})"

    title: str
    subtitle: str = ""
    publisher: str = ""
    form: str = ""
    """What it is: web_page, slides, pdf …"""
    url: Address = ""
    sha256: Sha256 = ""

    @override
    def sets(self) -> dict[str, Any]:
        """Its date."""
        return {"date": None if self.effective.kind is Kind.UNDATED else self.effective}


class SourceDocument(Record, state=SourceDocumentState, opened_by=[SourceDocumentRegistered]):
    """A document that facts rest on."""
