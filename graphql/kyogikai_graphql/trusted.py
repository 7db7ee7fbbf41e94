"""Trusted documents: asked for by their hash (GraphQL over HTTP, appendix A) in place of their text.

Whoever sends ``documentId`` means a document that the server knows: one of our own pages', or one that the
client's administrator registered. Some clients may ask their registered documents and nothing else, however
these are sent; nothing is registered by asking.
"""

import re
from hashlib import sha256
from typing import Protocol

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import DocumentNotTrusted, DocumentUnknown
from kyogikai_graphql.questions import Asked

PREFIX = "sha256:"
FORM = re.compile(r"sha256:[0-9a-f]{64}")


class Documents(Protocol):
    """What the server trusts; implemented by the floor above, which has pages and clients."""

    def own(self, document_id: str) -> str | None:
        """One of our own pages' documents."""

    def of_client(self, asker: Asker, document_id: str) -> str | None:
        """One that was registered for the client that asks; as it is now, not as it was kept."""


class NoDocuments:
    """Nothing is trusted."""

    def own(self, document_id: str) -> None:
        """None of ours."""

    def of_client(self, asker: Asker, document_id: str) -> None:
        """None of a client's."""


def id_of(text: str) -> str:
    """The identifier of a document: the SHA-256 of its text in UTF-8, in hexadecimal."""
    return f"{PREFIX}{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def resolved(documents: Documents, asker: Asker, asked: Asked) -> Asked:
    """The question with its document's text. Raises DocumentUnknown, DocumentNotTrusted."""
    if asker.trusted_only:
        return _registered(documents, asker, asked)
    if not asked.document_id:
        return asked
    text = documents.own(asked.document_id) or documents.of_client(asker, asked.document_id)
    if text is None:
        raise DocumentUnknown("No document of this id is registered here.")
    return asked._replace(document=text)


def _registered(documents: Documents, asker: Asker, asked: Asked) -> Asked:
    """The same for a client that is bound to its own: sent as text, it is still one of them or none."""
    text = documents.of_client(asker, asked.document_id or id_of(asked.document))
    if text is None:
        raise not_trusted()
    return asked._replace(document=text, trusted=True)


def not_trusted() -> DocumentNotTrusted:
    """What a client hears that asks for more than what was registered for it."""
    return DocumentNotTrusted("This client asks its registered documents only.")
