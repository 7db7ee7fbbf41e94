"""What is around every answer, of pages and API alike: who asks, by which id, and what is told of it."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kyogikai_graphql.transport import REQUEST_ID
from kyogikai_platform.api import PATHS, Wsgi
from kyogikai_platform.operations import meters
from kyogikai_platform.operations.asked import Asked, asking, by_route
from kyogikai_platform.operations.health import LIVE, READY, Health
from kyogikai_platform.operations.proxies import Proxies
from kyogikai_platform.operations.traces import NoTraces, Traces
from kyogikai_tenants.identity import new_id

log = logging.getLogger(__name__)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
"""Of all others it is told that they were others: a stranger may write anything there."""
REQUEST = "x-request-id"
TRACE = ("traceparent", "tracestate")
QUIET = frozenset({"live", "ready"})
"""Routes whose good answers stand in the meters alone: they are asked every few seconds."""


@dataclass
class Told:
    """What an application said by ``start_response``, handed on with the request's id."""

    start_response: Any
    asked: Asked
    status: int = 500

    def __call__(self, status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        """PEP 3333; the API has said its id already."""
        self.status = int(status[:3])
        given = next((value for name, value in headers if name.lower() == REQUEST), "")
        self.asked.request_id = given or self.asked.request_id
        own = headers if given else [*headers, (REQUEST, self.asked.request_id)]
        return self.start_response(status, own, *more)


@dataclass(frozen=True)
class Shell:
    """Around the application of one process."""

    inner: Wsgi
    health: Health
    proxies: Proxies = field(default_factory=Proxies)
    traces: Traces = field(default_factory=NoTraces)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request."""
        began = time.perf_counter()
        ours = self.proxies.settle(environ)
        carrier = {n: environ.get(f"HTTP_{n.upper()}", "") for n in TRACE} if ours else {}
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "OTHER"
        with asking(_request_id(environ, ours=ours)) as asked:
            told = Told(start_response, asked)
            with self.traces.request(asked, method, carrier) as span:
                try:
                    return self._answer(environ, told)
                finally:
                    span.answered(told.status)
                    _tell(asked, method, told.status, time.perf_counter() - began)

    def _answer(self, environ: dict[str, Any], told: Told) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path in {LIVE, READY} and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return self._health(path, environ["REQUEST_METHOD"], told)
        if path in PATHS:
            by_route("graphql")
        return self.inner(environ, told)

    def _health(self, path: str, method: str, told: Told) -> list[bytes]:
        """On any host, for anybody, in a word."""
        by_route(path.rpartition("/")[2])
        missing = self.health.missing() if path == READY else ()
        if missing:
            log.warning("not ready", extra={"told": {"missing": missing}})
        body = b"not ready\n" if missing else b"ok\n"
        headers = [
            ("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body))),
            ("cache-control", "no-store"), ("x-content-type-options", "nosniff"),
        ]  # fmt: skip
        told("503 Service Unavailable" if missing else "200 OK", headers)
        return [b"" if method == "HEAD" else body]


def _request_id(environ: dict[str, Any], *, ours: bool) -> str:
    """A trusted proxy's, or what a client of the API wrote; else a new one, which the API takes too."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    if not ((ours or environ.get("PATH_INFO") in PATHS) and REQUEST_ID.fullmatch(given)):
        given = environ["HTTP_X_REQUEST_ID"] = new_id().hex
    return str(given)


def _tell(asked: Asked, method: str, status: int, seconds: float) -> None:
    """A line, and the meters."""
    meters.count(asked, method, status, seconds)
    if asked.route not in QUIET:
        own = {"method": method, "route": asked.route, "status": status, "ms": round(seconds * 1000, 2)}
        log.info("answered", extra={"told": own | {"tenant_class": asked.tenant_class}})
