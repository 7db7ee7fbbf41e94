"""The hand-written SQL behind a minimal WSGI application: no framework, no schema, the documents by heart."""

import json
import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from tests.bench.api_queries import NAMES, ours
from tests.bench.api_sql import HandWritten

HAND = HandWritten(
    f"host={os.environ['BENCH_SOCKET']} dbname={os.environ['BENCH_DATABASE']} "
    f"user={os.environ['BENCH_ROLE']}",
    UUID(os.environ["BENCH_TENANT"]),
    date.fromisoformat(os.environ["BENCH_DAY"]),
    4,
)
KNOWN = {ours(name, {}).document: name for name in NAMES}


def app(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Answer one of the five."""
    asked = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
    body = HAND.answer(KNOWN[asked["query"]], asked.get("variables") or {})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
