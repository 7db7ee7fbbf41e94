"""A mail server of the test's own: it takes what it is handed, and says nothing of TLS."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread

from typing_extensions import override

REFUSED = "refused@example.jp"


class Box(socketserver.ThreadingTCPServer):
    """Where the letters are."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """As a setting."""
        return f"smtp://127.0.0.1:{self.server_address[1]}/?from=kyogikai@example.jp"


class _Clerk(socketserver.StreamRequestHandler):
    server: Box

    @override
    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word.startswith("RCPT") and REFUSED.upper() in word:
                self._say(f"550 no {REFUSED} here")
            elif word == "DATA":
                self._say("354 go on")
                self._take()
                self._say("250 taken")
            else:
                self._say("221 bye" if word == "QUIT" else "250 well")

    def _take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.letters.append(message)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def letter_box() -> Iterator[Box]:
    """An open one."""
    with Box() as box:
        thread = Thread(target=box.serve_forever, daemon=True)
        thread.start()
        yield box
        box.shutdown()
        thread.join()
