"""One's sessions: one is ended, or all others."""

from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.site import Site


def end(site: Site) -> Response:
    """End the one that a button names, or all but this one."""
    acting = Acting.by_form(site)
    handle = request.form.get("session", "")
    if handle == "others":
        acting.own.end_others()
        return acting.done("sessions")
    if not acting.own.end(handle):
        abort(HTTPStatus.NOT_FOUND)
    return acting.done("session")
