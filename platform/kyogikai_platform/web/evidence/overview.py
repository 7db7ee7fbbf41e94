"""記録の証明 at /evidence: how far the log is sealed, and what anybody may take to verify it."""

from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import Response

from kyogikai_graphql.asker import Asker
from kyogikai_platform import kyogikai_verify
from kyogikai_platform.integrity import kept
from kyogikai_platform.integrity.kept import Cosigned, Delivered, Outcome, Verified, Way
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.addressed import window
from kyogikai_platform.web.evidence.badge import Badge, told, verified
from kyogikai_platform.web.evidence.published import Sheet, sheets
from kyogikai_platform.web.evidence.sealing import Sealing, given, number, verifier_key
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.reading import Reading
from kyogikai_tenants.log import notary

SIZE = 20
"""Notes on a page."""
CHECKS = 5
"""Verifications on it."""


MAIL = {
    Outcome.SENT: "note_mail_sent", Outcome.PARTLY: "note_mail_partly",
    Outcome.UNREACHABLE: "note_mail_unreachable",
}  # fmt: skip
WITNESS = {
    Outcome.UNREACHABLE: "note_witness_unreachable", Outcome.REFUSED: "note_witness_refused",
    Outcome.INVALID: "note_witness_invalid", Outcome.DENIED: "note_witness_denied",
}  # fmt: skip
"""The texts of what came of a delivery."""


class Out(NamedTuple):
    """Where a note went, and who signed it."""

    sent: list[Delivered]
    signed: list[Cosigned]


def show(site: Site) -> Response:
    """For anybody: the notes hold nothing but counts and hashes."""
    visit = Visit.any(site, "after", "before").now()
    asked = window(visit.when.kept, "Query.checkpoints", SIZE, newest=True)
    answer = visit.ask("evidence/overview", **asked)
    found = answer["checkpoints"]
    sizes = [node["size"] for node in reversed(found["nodes"])]
    badge, out, checks, minutes = visit.site.read(
        visit.asker, lambda c, asker: _around(c, asker, sizes, visit.lang)
    )
    notes = [_told(node, out[node["size"]], visit.lang) for node in reversed(found["nodes"])]
    return visit.page(
        "evidence/overview.html", answer, found=found, notes=notes, newest=answer["newest"]["nodes"],
        key=verifier_key(visit), sizes=sizes, badge=told(badge, visit),
        sheets=minutes,
        whole=visit.asker.viewer.may_read_trail, checks=[verified(one, visit.lang) for one in checks],
    )  # fmt: skip


def _around(
    connection: sa.Connection, asker: Asker, sizes: list[int], lang: str
) -> tuple[Badge, dict[int, Out], list[Verified], list[Sheet]]:
    """What is known beside the notes themselves."""
    out = {size: Out([], []) for size in sizes}
    for sent in kept.deliveries(connection, sizes):
        out[sent.size].sent.append(sent)
    for signed in kept.cosignatures(connection, sizes):
        out[signed.size].signed.append(signed)
    checks = kept.verifications(connection, CHECKS)
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    return Badge.read(connection, checks), out, checks, sheets(reading, asker.day, lang)


def _told(node: dict[str, Any], out: Out, lang: str) -> dict[str, Any]:
    signed = [(one.witness_key.partition("+")[0], minute(one.signed_at, lang)) for one in out.signed]
    sent = next((one for one in out.sent if one.way is Way.MAIL), None)
    failed = next((one for one in out.sent if one.way is Way.WITNESS), None)
    return node | {
        "at": at(node["issuedAt"], lang),
        "count": f"{node['size']:,}",
        "signed": signed,
        "mail": sent,
        "witness": WITNESS.get(failed.outcome, "") if failed and not signed else "",
        "mail_said": MAIL.get(sent.outcome, "") if sent else "",
    }


def note(site: Site, size: str) -> Response:
    """A signed note, with what witnesses signed of it, to be kept outside."""
    visit = Visit.any(site).now()

    def read(connection: sa.Connection, _asker: Asker) -> tuple[notary.Issued, list[Cosigned]]:
        found = Sealing(connection).at(number(size))
        return found, kept.cosignatures(connection, [found.size])

    found, signed = site.read(visit.asker, read)
    text = found.note + "".join(one.line for one in signed)
    return given(text, "text/plain; charset=utf-8", f"checkpoint-{found.size}.txt")


def verifier(site: Site) -> Response:
    """The program that verifies what is taken away here; it needs nothing but Python."""
    site.asker()  # an address of no municipality has no page
    return given(Path(kyogikai_verify.__file__).read_text("utf-8"), "text/x-python", "kyogikai_verify.py")
