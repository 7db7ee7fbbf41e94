"""記録の証明 at /evidence: how far the log is sealed, and what anybody may take to verify it."""

from pathlib import Path
from typing import Any

from flask import Response

from kyogikai_platform import kyogikai_verify
from kyogikai_platform.web.addressed import window
from kyogikai_platform.web.evidence.sealing import Sealing, given, number, verifier_key
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit

SIZE = 20
"""Notes on a page."""


def show(site: Site) -> Response:
    """For anybody: the notes hold nothing but counts and hashes."""
    visit = Visit.any(site, "after", "before").now()
    asked = window(visit.when.kept, "Query.checkpoints", SIZE, newest=True)
    answer = visit.ask("evidence/overview", **asked)
    found = answer["checkpoints"]
    notes = [_told(node, visit.lang) for node in reversed(found["nodes"])]
    return visit.page(
        "evidence/overview.html", answer, found=found, notes=notes, newest=answer["newest"]["nodes"],
        key=verifier_key(visit), sizes=[note["size"] for note in notes],
        whole=visit.asker.viewer.may_read_trail,
    )  # fmt: skip


def _told(node: dict[str, Any], lang: str) -> dict[str, Any]:
    return node | {"at": at(node["issuedAt"], lang), "count": f"{node['size']:,}"}


def note(site: Site, size: str) -> Response:
    """A signed note, to be kept outside."""
    visit = Visit.any(site).now()
    found = site.read(visit.asker, lambda connection, _: Sealing(connection).at(number(size)))
    return given(found.note, "text/plain; charset=utf-8", f"checkpoint-{found.size}.txt")


def verifier(site: Site) -> Response:
    """The program that verifies what is taken away here; it needs nothing but Python."""
    site.asker()  # an address of no municipality has no page
    return given(Path(kyogikai_verify.__file__).read_text("utf-8"), "text/x-python", "kyogikai_verify.py")
