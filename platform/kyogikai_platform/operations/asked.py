"""What log and meters may say of the request at hand: whose it is and its route, never what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

OF_NOBODY = "none"
"""The class of what no municipality was asked."""
CONSOLE = "console"
"""The class of the operators' tenant."""


@dataclass
class Asked:
    """A request as it is told of."""

    request_id: str
    route: str = OF_NOBODY
    tenant: UUID | None = None
    tenant_class: str = OF_NOBODY


_ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asking(request_id: str) -> Iterator[Asked]:
    """A request, as long as it is answered."""
    own = Asked(request_id)
    before = _ASKED.set(own)
    try:
        yield own
    finally:
        _ASKED.reset(before)


def current() -> Asked | None:
    """The request at hand; None outside of one."""
    return _ASKED.get()


def of_tenant(tenant: UUID, tenant_class: str) -> None:
    """The door knows whom the host means."""
    if (own := _ASKED.get()) is not None:
        own.tenant, own.tenant_class = tenant, tenant_class


def by_route(route: str) -> None:
    """The name of the route that answers; its path may hold a secret."""
    if (own := _ASKED.get()) is not None:
        own.route = route
