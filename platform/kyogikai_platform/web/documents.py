"""The questions that our own pages ask: each stands in a file of its own, and is trusted by its hash."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from kyogikai_graphql.trusted import id_of

FOLDER = Path(__file__).parent


class Document(NamedTuple):
    """A question of ours, and the id that it may be asked by."""

    id: str
    text: str


@cache
def documents() -> dict[str, Document]:
    """All of them, by the path of their file without its ending; read and hashed once."""
    found = {path.relative_to(FOLDER).with_suffix("").as_posix(): path for path in FOLDER.rglob("*.graphql")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in sorted(found.items())}
    return {name: Document(id_of(text), text) for name, text in texts.items()}


@cache
def _texts() -> dict[str, str]:
    return {own.id: own.text for own in documents().values()}


def question(name: str) -> str:
    """A question that a page asks, found by its id like anybody's. Raises KeyError for what there is not."""
    return _texts()[documents()[name].id]


def own(document_id: str) -> str | None:
    """The text of a question of ours."""
    return _texts().get(document_id)
