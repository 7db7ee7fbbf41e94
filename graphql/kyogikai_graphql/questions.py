"""A question and the bytes of its answer, as they pass between the transport and whoever answers."""

from typing import Any, NamedTuple

from kyogikai_graphql.problems import Standing


class Asked(NamedTuple):
    """What a request holds."""

    document: str
    variables: dict[str, Any] | None
    operation_name: str | None
    request_id: str = ""
    """What the log notes of the commands that it asks for."""
    lang: str = "ja"
    """In which language it wants to be told what went wrong: ``ja`` or ``en``."""
    document_id: str = ""
    """By which the document was asked for; empty where its text was sent."""
    trusted: bool = False
    """Whether the document is registered for the client that asks."""


class Reply(NamedTuple):
    """An answer: its bytes, whether the document was executed, and its strong entity tag where it has one."""

    body: bytes
    executed: bool
    etag: str = ""
    unchanged: bool = False
    """Whether the client already has these bytes, by the tags that it named; then there is no body."""
    code: str = ""
    """The code of the first error, where there is one."""
    standing: Standing | None = None
    """What is left of the client's points, where they were counted."""
