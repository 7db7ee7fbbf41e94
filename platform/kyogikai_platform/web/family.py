"""How a family of pages says what it has: a package of its own, listed once in ``families``."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Response

from kyogikai_graphql.asker import Asker


class Page(NamedTuple):
    """An address, and who answers there: a function of the site and of the address's parts."""

    rule: str
    name: str
    show: Callable[..., Response]
    methods: Sequence[str] = ("GET",)


def everybody(_asker: Asker | None) -> bool:
    """Whom most of the menu is for."""
    return True


class Entry(NamedTuple):
    """An entry of the main menu: a text and an icon of the same name, and where it leads."""

    name: str
    path: str
    shown: Callable[[Asker | None], bool] = everybody
    """Whether it is for whoever is signed in (None: nobody is)."""


class Family(NamedTuple):
    """Pages that belong together."""

    pages: Sequence[Page] = ()
    menu: Sequence[Entry] = ()
