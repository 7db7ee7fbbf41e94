"""What the Python competitors have in common: a minimal ASGI application around a schema's executor.

JSON in, a pooled connection with the tenant set for one transaction, JSON out; no web framework in between.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from psycopg import sql
from psycopg_pool import AsyncConnectionPool
from typing_extensions import override

from tests.bench.api_rows import Rows

CONNINFO = (
    f"host={os.environ['BENCH_SOCKET']} dbname={os.environ['BENCH_DATABASE']} user={os.environ['BENCH_ROLE']}"
)
TENANT = UUID(os.environ["BENCH_TENANT"])
DAY = date.fromisoformat(os.environ["BENCH_DAY"])
SET_TENANT = sql.SQL("SET LOCAL app.tenant_id = {}").format(sql.Literal(str(TENANT)))

Executor = Callable[[Rows, str, dict[str, Any]], Awaitable[dict[str, Any]]]
"""A document and its variables -> the response."""
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Shell:
    """The application."""

    def __init__(self, execute: Executor, encode: Callable[[Any], bytes] = orjson.dumps) -> None:
        self._execute, self._encode = execute, encode
        self._pool: AsyncConnectionPool[Any] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._respond(scope, receive, send)

    async def _respond(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        asked = orjson.loads(await _body(receive))
        async with self.rows() as rows:
            body: bytes = self._encode(
                await self._execute(rows, asked["query"], asked.get("variables") or {})
            )
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._pool = AsyncConnectionPool(CONNINFO, min_size=4, max_size=8, open=False)
        await self._pool.open(wait=True)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[Rows]:
        """A request's reads, in a transaction of the tenant."""
        assert self._pool is not None
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(SET_TENANT)
            yield Rows(connection, TENANT, DAY)


class Framed(Shell):
    """The same around a framework's application, which finds the request's reads in the scope."""

    def __init__(self, inner: Any) -> None:
        super().__init__(_nobody)
        self._inner = inner

    @override
    async def _respond(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        async with self.rows() as rows:
            await self._inner({**scope, "rows": rows}, receive, send)


async def _nobody(_rows: Rows, _document: str, _variables: dict[str, Any]) -> dict[str, Any]:
    raise NotImplementedError


async def _body(receive: Receive) -> bytes:
    whole: bytes = b""
    while True:
        message = await receive()
        whole += message.get("body", b"")
        if not message.get("more_body"):
            return whole
