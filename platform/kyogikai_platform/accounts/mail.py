"""Mails: by an ordinary SMTP server, or into a folder on a demo; without either none is sent.

Nothing that goes wrong is told with an address in it.
"""

import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from kyogikai_platform.tenancy import LABEL

PATIENCE = 10
"""Seconds that a server has for each of its answers."""
SHOWN = 50
"""Mails that a demo shows."""
log = logging.getLogger(__name__)


class Letter(NamedTuple):
    """What somebody is told."""

    to: str
    subject: str
    text: str


class Post(Protocol):
    """Takes letters; implemented by a server and by a folder."""

    def send(self, host: str, letter: Letter) -> bool:
        """Send a letter in the name of a municipality's host; whether it is on its way."""


@dataclass(frozen=True)
class NoPost:
    """An installation that was told of no server."""

    def send(self, host: str, letter: Letter) -> bool:
        """Nothing is sent."""
        log.warning("no mail was sent: set KYOGIKAI_SMTP")
        return False


@dataclass(frozen=True)
class Server:
    """``smtp[s]://user:password@host:port/?from=address``; smtp turns to TLS where the server can."""

    url: str

    def send(self, host: str, letter: Letter) -> bool:
        """Hand it over; whether the server took it."""
        try:
            self._hand_over(_message(letter, self._sender(host), host))
        except (smtplib.SMTPException, OSError) as problem:
            log.warning("a mail was not sent: %s", type(problem).__name__)  # its text names the address
            return False
        return True

    def _hand_over(self, message: EmailMessage) -> None:
        parts, tls = urlsplit(self.url), ssl.create_default_context()
        host, port = parts.hostname or "localhost", parts.port or 0
        if parts.scheme == "smtps":
            with smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=tls) as server:
                self._say(server, message)
            return
        with smtplib.SMTP(host, port, timeout=PATIENCE) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=tls)
            elif parts.username:
                raise smtplib.SMTPNotSupportedError("no password without TLS")
            self._say(server, message)

    def _say(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        parts = urlsplit(self.url)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)

    def _sender(self, host: str) -> str:
        given = parse_qs(urlsplit(self.url).query).get("from", [""])[0]
        return given or f"noreply@{host.partition(':')[0]}"


@dataclass(frozen=True)
class Folder:
    """A folder of a home, with one of its own for each municipality."""

    path: Path

    def send(self, host: str, letter: Letter) -> bool:
        """Lay it down."""
        place = self._of(host)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        message = _message(letter, f"noreply@{host.partition(':')[0]}", host)
        (place / f"{time.time_ns():020}-{token_hex(4)}.eml").write_bytes(bytes(message))
        return True

    def letters(self, host: str) -> Iterator[tuple[str, Letter]]:
        """When they came, and what they say; the last first."""
        for path in sorted(self._of(host).glob("*.eml"), reverse=True)[:SHOWN]:
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = str(message.get_content())
            yield str(message["Date"]), Letter(str(message["To"]), str(message["Subject"]), text)

    def _of(self, host: str) -> Path:
        label = host.partition(".")[0].lower()
        return self.path / (label if LABEL.fullmatch(label) else "other")


def _message(letter: Letter, sender: str, host: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=host.partition(":")[0])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


@dataclass(frozen=True)
class Outbox:
    """Where an installation's mails go, as its settings and its purpose say; asked when first needed."""

    smtp: str
    home: Path
    purpose: Callable[[], str]

    @cached_property
    def way(self) -> Post:
        """A server, a demo's folder, or none."""
        if self.smtp:
            return Server(self.smtp)
        return Folder(self.home / "mail") if self.purpose() == "demo" else NoPost()

    def send(self, host: str, letter: Letter) -> bool:
        """Send a letter; whether it is on its way."""
        return self.way.send(host, letter)
