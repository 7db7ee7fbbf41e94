"""That somebody takes something away is an entry of the trail, made before anything is sent."""

from kyogikai_graphql.permitting import permitted
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import ExportMade
from kyogikai_tenants.commands import Say
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience


def note_export(visit: Visit, what: str, form: str, count: int) -> None:
    """``what`` names it as in ``words``; ``count``: entries. Raises Refused."""
    given = {"what": words(what, "ja"), "format": form, "count": count, "audience": Audience.SECRETARIAT}
    with transaction(visit.site.door.here.engine, visit.asker.tenant_id) as connection:
        actor = permitted(visit.asker, ExportMade, None, {}, connection)
        say = Say(ExportMade, None, given | {"effective": done_on(visit.asker.day)})
        Session(connection, ReadModels()).execute(say, actor=actor)
