"""The session's cookie: of one host, for its own pages, out of any script's reach."""

from flask import Response

from kyogikai_platform.settings import Settings


def name(settings: Settings) -> str:
    """``__Host-`` binds it to the host and to https; only on a developer's machine there is no https."""
    return "__Host-kyogikai" if secure(settings) else "kyogikai"


def secure(settings: Settings) -> bool:
    """Whether the installation is served over https."""
    return settings.base_domain.rpartition(".")[2] != "localhost"


def put(response: Response, settings: Settings, token: str) -> None:
    """Hand a session's token to the browser; it is gone when the browser closes."""
    response.set_cookie(
        name(settings), token, path="/", secure=secure(settings), httponly=True, samesite="Lax"
    )


def clear(response: Response, settings: Settings) -> None:
    """Take it back."""
    response.delete_cookie(name(settings), path="/", secure=secure(settings), httponly=True, samesite="Lax")
