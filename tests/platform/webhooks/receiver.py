"""A partner's receiver on this machine: it verifies what comes, and may be slow, wrong or a liar."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from typing_extensions import override

from kyogikai_platform.webhooks import signing


@dataclass
class Got:
    """A delivery that came."""

    headers: dict[str, str]
    body: bytes
    at: float
    path: str

    @property
    def told(self) -> dict[str, Any]:
        return dict(msgspec.json.decode(self.body))

    @property
    def subject(self) -> str:
        return str(self.told["data"]["subjectId"])

    @property
    def cursor(self) -> str:
        return str(self.told["data"]["cursor"])

    def signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is the secret's."""
        own = self.headers
        made = signing.signature(secret, own["webhook-id"], int(own["webhook-timestamp"]), self.body)
        return made in own["webhook-signature"].split(" ")


Answer = Callable[[BaseHTTPRequestHandler, Got], None]


def says(status: int, **headers: str) -> Answer:
    """Answers so."""

    def answer(own: BaseHTTPRequestHandler, _: Got) -> None:
        own.send_response(status)
        for name, value in headers.items():
            own.send_header(name, value)
        own.send_header("Content-Length", "0")
        own.end_headers()

    return answer


def raw(text: bytes, then: float = 0) -> Answer:
    """Answers with these bytes, and holds the line for a while."""

    def answer(own: BaseHTTPRequestHandler, _: Got) -> None:
        own.wfile.write(text)
        own.wfile.flush()
        time.sleep(then)
        own.close_connection = True

    return answer


@dataclass
class Receiver:
    """What came, and how the next is answered."""

    answer: Answer = field(default_factory=lambda: says(204))
    got: list[Got] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def subjects(self) -> list[str]:
        return [one.subject for one in self.got]


@contextmanager
def listening(answer: Answer | None = None) -> Iterator[Receiver]:
    """A receiver, for as long as it is needed."""
    found = Receiver(answer or says(204))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            named = {name.lower(): value for name, value in self.headers.items()}
            got = Got(named, self.rfile.read(length), time.monotonic(), self.path)
            found.got.append(got)
            try:
                found.answer(self, got)
            except OSError:
                self.close_connection = True

        @override
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        found.port = server.server_address[1]
        running = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        running.start()
        yield found
        server.shutdown()
        running.join()
