"""How a family of pages says what it has: a package of its own, listed once in ``families``."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from flask import Response

from kyogikai_tenants.vocabulary import Role


class Page(NamedTuple):
    """An address, and who answers there: a function of the site and of the address's parts."""

    rule: str
    name: str
    show: Callable[..., Response]
    methods: Sequence[str] = ("GET",)


class Entry(NamedTuple):
    """An entry of the main menu: a text and an icon of the same name, and where it leads."""

    name: str
    path: str
    for_roles: frozenset[Role] | None = None
    """Who finds it there; None: everybody."""

    def shown(self, roles: Collection[Role]) -> bool:
        """Whether it is in the menu of somebody with some roles."""
        return self.for_roles is None or not self.for_roles.isdisjoint(roles)


class Family(NamedTuple):
    """Pages that belong together."""

    pages: Sequence[Page] = ()
    menu: Sequence[Entry] = ()
