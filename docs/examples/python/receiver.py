"""Receives webhooks, and runs a command when one rings. It needs nothing but Python.

    export KYOGIKAI_WEBHOOK_SECRET=whsec_…   # while it is rolled: the new and the old one, parted by a space
    python3 receiver.py 9000 own/bin/python portal.py …

A ring says that something changed, the command asks what: so it does not matter that rings come twice, late
or in another order, and what rang while nobody listened is asked for at the start. In front of it stands
what speaks https for you (nginx, Caddy, a load balancer). What it refuses it says on standard error.
"""

import base64
import binascii
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
        made = hmac.digest(key_of(secret), signed, "sha256")
        own = "v1," + base64.b64encode(made).decode()
        if any(hmac.compare_digest(own.encode(), one.encode()) for one in shown):
            return True
    return False


def key_of(secret: str) -> bytes:
    """What a secret signs with. Raises binascii.Error, a ValueError, for one that is none."""
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)


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
            try:
                failed = subprocess.run(self.command, check=False).returncode != 0  # noqa: S603 - yours
            except OSError as problem:
                say(f"the command cannot be run: {problem}")
                failed = True
            wait = AGAIN if failed else None


class Handler(BaseHTTPRequestHandler):
    """Answers at once: the sender waits ten seconds, and the command may take longer."""

    bell: Bell
    secrets: str

    def do_POST(self) -> None:
        """204: taken. 401: not from there."""
        given = self.headers.get("Content-Length") or ""
        length = int(given) if given.isascii() and given.isdigit() else 0
        body = self.rfile.read(min(length, LARGEST))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if length > LARGEST or not genuine(self.secrets, headers, body, time.time()):
            say(f"refused: not signed by KYOGIKAI_WEBHOOK_SECRET, or over {TOLERANCE} s off this clock")
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


def say(text: str) -> None:
    """What is not as it should be, for whoever runs this."""
    print(f"receiver.py: {text}", file=sys.stderr, flush=True)


def secrets() -> str:
    """Those that are set, or an end with a word about them."""
    given = os.environ.get("KYOGIKAI_WEBHOOK_SECRET", "")
    try:
        keys = [key_of(secret) for secret in given.split()]
    except (binascii.Error, ValueError):
        keys = []
    if not keys or not all(keys):
        sys.exit("receiver.py: KYOGIKAI_WEBHOOK_SECRET is to hold the webhook's secret, whsec_…")
    return given


def main(port: str = "", *command: str) -> None:
    """Until it is stopped."""
    if not port.isdigit() or not command:
        print("usage: receiver.py PORT COMMAND…   (KYOGIKAI_WEBHOOK_SECRET is set)", file=sys.stderr)
        sys.exit(2)
    Handler.bell, Handler.secrets = Bell(list(command)), secrets()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    except (OSError, OverflowError) as problem:
        sys.exit(f"receiver.py: nobody can be heard at port {port}: {problem}")
    threading.Thread(target=Handler.bell.forever, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
