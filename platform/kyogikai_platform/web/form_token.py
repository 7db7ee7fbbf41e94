"""A form comes from a page of ours: what stands in it is what its page left in a cookie.

Beside ``cross_site``, which asks where the browser says that a request comes from.
"""

import hmac
from hashlib import sha256
from secrets import token_urlsafe

from flask import Request, Response

from kyogikai_platform.accounts import cross_site, secret
from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.settings import Settings

FIELD = "form_token"


class StaleForm(Exception):
    """The form is not of a page that this browser has open."""


def name(settings: Settings) -> str:
    """The cookie, bound to the host wherever there is https."""
    return "__Host-kyogikai-form" if secure(settings) else "kyogikai-form"


def token_of(asked: Request, settings: Settings) -> str:
    """The browser's token, or a new one."""
    own = asked.cookies.get(name(settings), "")
    return own if secret.SECRET.fullmatch(own) else token_urlsafe(secret.BYTES)


def put(response: Response, settings: Settings, token: str) -> None:
    """Leave it in the browser until that is closed."""
    response.set_cookie(
        name(settings), token, path="/", secure=secure(settings), httponly=True, samesite="Lax"
    )


def browser_of(asked: Request, settings: Settings) -> bytes:
    """What binds a step to the browser that took it: a digest of the token that its form came with."""
    return sha256(asked.cookies.get(name(settings), "").encode()).digest()


def require(asked: Request, settings: Settings) -> None:
    """The form is ours. Raises StaleForm."""
    own, given = asked.cookies.get(name(settings), ""), asked.form.get(FIELD, "")
    same = hmac.compare_digest(own.encode(), given.encode())
    if cross_site.own_origin(asked) is False or not same or not secret.SECRET.fullmatch(own):
        raise StaleForm
