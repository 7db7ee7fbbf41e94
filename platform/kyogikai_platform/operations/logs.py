"""Logs: a line of JSON for each thing that happens, without anything that is somebody's.

A line holds no path, no question, no address, no name and no secret. Of a failure it tells the kind and the
places in our code, never the message: a database puts the values into it. Of a library whose words nobody
here has read, it tells that it spoke, and where.
"""

import logging
import logging.config
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import msgspec
from typing_extensions import override

from kyogikai_platform.operations.asked import current

READ = ("kyogikai_", "_granian")
"""Whose messages have been read, and hold nothing of anybody."""
PLACES = 12
"""Frames of a failure that are told, the innermost."""
FORMATS = ("", "json", "plain")
_encode = msgspec.json.Encoder(enc_hook=str).encode
log = logging.getLogger(__name__)


class UnknownFormat(ValueError):
    """A setting that names no format of a log."""

    def __init__(self, form: str) -> None:
        super().__init__(f"KYOGIKAI_LOG is json or plain, not {form!r}")


class Lines(logging.Formatter):
    """A record as a line of JSON, or as words for somebody who reads along."""

    def __init__(self, *, plain: bool = False) -> None:
        super().__init__()
        self._plain = plain

    @override
    def format(self, record: logging.LogRecord) -> str:
        """What is told of it."""
        told = described(record)
        if self._plain:
            at, level, event, *more = told.values()
            return " ".join(map(str, (at, level, event, *more)))
        return _encode(told).decode()


def described(record: logging.LogRecord) -> dict[str, Any]:
    """What may be told of a record."""
    read = record.name.startswith(READ)
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": record.getMessage() if read else f"{record.module}:{record.lineno}",
        "logger": record.name,
        "process": record.process,
    }
    if (asked := current()) is not None:
        told["request_id"] = asked.request_id
        if asked.tenant is not None:
            told["tenant"] = str(asked.tenant)
    told |= getattr(record, "told", {}) if read else {}
    if record.exc_info and record.exc_info[1] is not None:
        told |= {"failure": kinds(record.exc_info[1]), "places": places(record.exc_info[2])}
    return told


def kinds(error: BaseException) -> list[str]:
    """What went wrong, and because of what."""
    found: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        found.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    return found


def places(trace: TracebackType | None) -> list[str]:
    """The innermost frames, as file and line."""
    frames = traceback.extract_tb(trace)[-PLACES:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames]


def configure(form: str = "") -> None:
    """Whatever this process logs goes out here; what nobody caught is told in the same way."""
    logging.config.dictConfig(dictconfig(form))
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def dictconfig(form: str = "") -> dict[str, Any]:
    """The same for a worker of granian, which sets up its logs itself. Raises UnknownFormat.

    At a terminal, where somebody reads along, good answers are no news.
    """
    if form not in FORMATS:
        raise UnknownFormat(form)
    plain = form == "plain" or (not form and sys.stderr.isatty())
    console = {"class": "logging.StreamHandler", "formatter": "ours", "stream": "ext://sys.stderr"}
    own = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": Lines, "plain": plain}},
        "handlers": {"console": console, "access": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "kyogikai_platform": {"level": "WARNING" if plain else "INFO"},
            "_granian": own | {"level": "INFO"},
            "granian.access": own | {"level": "WARNING"},
        },
    }


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
        log.critical("uncaught", exc_info=(kind, error, trace))


def line(text: str) -> Mapping[str, Any]:
    """A line, read again."""
    found: Mapping[str, Any] = msgspec.json.decode(text)
    return found
