"""The log up to the newest note as one file: for whoever reads the trail; taking it is an entry too."""

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus

from flask import Response, abort, request

from kyogikai_graphql.loading import scope
from kyogikai_platform.web import form_token
from kyogikai_platform.web.evidence.sealing import Sealing, given, signed
from kyogikai_platform.web.roles.exporting import note_export
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.reading import snapshot
from kyogikai_projections.trail import Scope
from kyogikai_tenants.log import bundle, notary
from kyogikai_tenants.log.recorder import Log


def send(site: Site) -> Response:
    """Every entry that they may read is whole; of the others position, time and digest."""
    form_token.require(request, site.door.here.settings)
    visit = Visit.any(site).now()
    open_to = scope(visit.asker.viewer)
    note = site.read(visit.asker, lambda connection, _: Sealing(connection).newest)
    if open_to is None or note is None:
        abort(HTTPStatus.NOT_FOUND)
    note_export(visit, "evidence_bundle", "JSONL", note.size)
    return given(_lines(visit, open_to, note), "application/jsonl", f"bundle-{note.size}.jsonl")


def _lines(visit: Visit, open_to: Scope, newest: notary.Issued) -> Iterator[str]:
    """Line by line, however long the log is."""
    with (
        snapshot(visit.site.door.here.engine, visit.asker.tenant_id) as connection,
        closing(Log.within(connection).entries(upto=newest.size)) as entries,
    ):
        yield from bundle.write(entries, lambda e: open_to.admits(e._asdict()), signed(visit, newest.note))
