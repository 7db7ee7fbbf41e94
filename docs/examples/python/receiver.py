"""Receives webhooks, and runs a command when one rings. It needs nothing but Python.

    export KYOGIKAI_WEBHOOK_SECRET=whsec_…   # while it is rolled: the new and the old one, parted by a space
    python3 receiver.py 9000 own/bin/python portal.py …

A ring says that something changed, the command asks what: so it does not matter that rings come twice, late
or in another order, and what rang while nobody listened is asked for at the start. In front of it stands
what speaks https for you (nginx, Caddy, a load balancer).
"""

import base64
import hmac
import json
import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 300
"""Seconds by which a message may be old, or early: whoever overheard one cannot send it again tomorrow."""
LARGEST, REMEMBERED, AGAIN = 64 * 1024, 10_000, 60


def genuine(secrets: str, headers: dict[str, str], body: bytes, now: float) -> bool:
    """Whether one of our secrets signed this, lately (https://www.standardwebhooks.com)."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message or not stamp.isascii() or not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE:
        return False
    signed = f"{message}.{stamp}.".encode() + body
    shown = headers.get("webhook-signature", "").split(" ")
    for secret in secrets.split():
        made = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, "sha256")
        own = "v1," + base64.b64encode(made).decode()
        if any(hmac.compare_digest(own.encode(), one.encode()) for one in shown):
            return True
    return False


class Bell:
    """Runs a command after rings, one run at a time; rings in the meantime are one more run."""

    def __init__(self, command: list[str]) -> None:
        self.command, self._rung = command, threading.Event()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def ring(self, message: str) -> bool:
        """Whether this message is new; the same one again is no other change."""
        with self._lock:
            new = message not in self._seen
            self._seen[message] = None
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        if new:
            self._rung.set()
        return new

    def forever(self) -> None:
        """Once at the start, and then after each ring; what fails is run again in a minute."""
        wait: float | None = 0
        while True:
            self._rung.wait(wait)
            self._rung.clear()
            done = subprocess.run(self.command, check=False)  # noqa: S603 - yours
            wait = AGAIN if done.returncode else None


class Handler(BaseHTTPRequestHandler):
    """Answers at once: the sender waits ten seconds, and the command may take longer."""

    bell: Bell
    secrets: str

    def do_POST(self) -> None:
        """204: taken. 401: not from there."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if length > LARGEST or not genuine(self.secrets, headers, body, time.time()):
            return self._say(401)
        new = self.bell.ring(headers["webhook-id"])
        told = json.loads(body)
        print(told["type"], told["data"]["subjectId"], "" if new else "again", flush=True)
        return self._say(204)

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """What came is printed above."""


def main(port: str, *command: str) -> None:
    """Until it is stopped."""
    Handler.bell, Handler.secrets = Bell(list(command)), os.environ["KYOGIKAI_WEBHOOK_SECRET"]
    threading.Thread(target=Handler.bell.forever, daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
