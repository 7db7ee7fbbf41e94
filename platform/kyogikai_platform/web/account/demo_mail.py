"""The mails of a demo at /demo/mail, where a folder is the mail server. No other installation has it."""

import re
from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_platform.accounts.mail import Folder
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit

LINK = re.compile(r"(https?://\S+)")


def show(site: Site) -> Response:
    """What this municipality sent lately, the last first."""
    site.door.tenant_of(request)
    if site.door.here.purpose != "demo" or not isinstance(site.post.way, Folder):
        abort(HTTPStatus.NOT_FOUND)
    visit = Visit.any(site)
    letters = [
        {"at": at, "to": letter.to, "subject": letter.subject, "parts": parts(letter.text, request.host)}
        for at, letter in site.post.way.letters(request.host)
    ]
    return visit.page("account/demo_mail.html", visit.ask("frame"), letters=letters)


def parts(text: str, host: str) -> list[tuple[str, str]]:
    """A text in pieces, each with where it leads: links to this host, and nowhere else."""
    pieces = LINK.split(text)
    own = re.compile(rf"https?://{re.escape(host)}(/\S*)")
    return [(piece, found[1] if (found := own.fullmatch(piece)) else "") for piece in pieces if piece]
