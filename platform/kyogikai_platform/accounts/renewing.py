"""A session has another token after each step by which somebody shows anew who they are.

Whatever was read off the browser before is worth nothing afterwards: a sign-in ends the session that the
browser brought along, and who says their passphrase again goes on under a token that nobody has seen.
"""

from flask import Request, Response, g

from kyogikai_platform.accounts import cookies, secret, sessions
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.judging import Shown
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_tenants.log.connection import transaction

ANEW = "signed-in-anew"
"""Why a session ended, as the log says it."""


def let_in(door: HouseDoor, asked: Request, response: Response, token: str) -> None:
    """Hand over a session that has begun; the one that the browser brought is over. Raises HttpProblem."""
    brought = _brought(door, asked)
    if brought:
        tenant = door.named_by(asked)
        SignIn.leave(tenant, brought, ANEW)
        door.forget(tenant, Shown(brought))
    cookies.put(response, door.here.settings, token)


def shown_anew() -> None:
    """Who acts has said again who they are: this request's answer brings another token."""
    g.shown_anew = True


def renewed(door: HouseDoor, asked: Request, response: Response) -> None:
    """Where they have, the same session goes on under another token; the one before is nobody's."""
    brought = _brought(door, asked) if g.pop("shown_anew", None) else None
    if not brought:
        return
    tenant = door.named_by(asked)
    with transaction(tenant.engine, tenant.id) as connection:
        token = sessions.renew(connection, brought)
    door.forget(tenant, Shown(brought))
    if token:
        cookies.put(response, door.here.settings, token)


def _brought(door: HouseDoor, asked: Request) -> bytes | None:
    """The session of the browser's cookie, whether it is still good or not."""
    cookie = asked.cookies.get(cookies.name(door.here.settings))
    return secret.digest(cookie) if cookie else None
