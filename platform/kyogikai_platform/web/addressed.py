"""What an address names: records, entries, places in lists; what names none is not found (404)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort

from kyogikai_graphql import ids
from kyogikai_graphql.ids import EntryKey
from kyogikai_graphql.pages import place
from kyogikai_graphql.problems import BadCursor, BadId


def record_of(text: str, *kinds: str) -> UUID:
    """The record of one of some kinds that an id names."""
    try:
        return ids.decode_as(text, *kinds)[1]
    except BadId:
        abort(HTTPStatus.NOT_FOUND)


def known_id(text: str, *kinds: str) -> str:
    """The id itself, where it names a record of one of some kinds."""
    record_of(text, *kinds)
    return text


def entry_of(text: str) -> EntryKey:
    """The entry of the log that an id names."""
    try:
        return ids.decode_entry(text)
    except BadId:
        abort(HTTPStatus.NOT_FOUND)


def window(kept: Mapping[str, str], of: str, size: int, *, newest: bool = False) -> dict[str, Any]:
    """Which page of a list is asked for; of one that is shown from its end, the last without any other."""
    after, before = kept.get("after", ""), kept.get("before", "")
    for text in filter(None, (after, before)):
        try:
            place(of, text)
        except BadCursor:
            abort(HTTPStatus.NOT_FOUND)
    if before or (newest and not after):
        return {"last": size, "before": before or None}
    return {"first": size, "after": after or None}


def typed(text: str, longest: int) -> str:
    """What somebody looks for, without what is no character of any text."""
    return "".join(c for c in text if c.isprintable() or c.isspace()).strip()[:longest]
