"""Halfway in: the passphrase was right, a code is asked for. A cookie of its own, which opens nothing."""

from urllib.parse import urlencode

from flask import Request, Response

from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.accounts.tickets import VALID, Use
from kyogikai_platform.settings import Settings

PATH = "/sign-in/code"


def name(settings: Settings) -> str:
    """The cookie, bound to the host wherever there is https."""
    return "__Host-kyogikai-half" if secure(settings) else "kyogikai-half"


def address(onto: str) -> str:
    """Where the code is asked for, and where it leads to."""
    return PATH if onto == "/" else f"{PATH}?{urlencode({'next': onto})}"


def shown(asked: Request, settings: Settings) -> str:
    """The ticket that a browser brings."""
    return asked.cookies.get(name(settings), "")


def put(response: Response, settings: Settings, ticket: str) -> Response:
    """Hand the ticket to the browser."""
    response.set_cookie(
        name(settings), ticket, path="/", secure=secure(settings), httponly=True, samesite="Lax",
        max_age=int(VALID[Use.SECOND_STEP].total_seconds()),
    )  # fmt: skip
    return response


def clear(response: Response, settings: Settings) -> None:
    """Take it back."""
    response.delete_cookie(name(settings), path="/", secure=secure(settings), httponly=True, samesite="Lax")
