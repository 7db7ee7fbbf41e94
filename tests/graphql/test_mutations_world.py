"""A whole municipality written over the API is the one that the commands write."""

import re
from typing import Any

from kyogikai_platform.tenant import Tenant
from tests.graphql.filled import OverTheApi
from tests.graphql.partner import Partner
from tests.graphql.world import World

ALL = """{
  municipality { name kind }
  council { name names { name from { label } } secretariat { names mode } legalBases { title form }
    statements { kind title items { label title items { label text } } } context { text }
    routes { act conditions } phases { name fiscalYears goals { title examples } cadence { asNeeded } }
    themes { fiscalYear text } rules { title maxMembers quorum openness } }
  bodies { nodes { name kind label parent { name } group { name } purpose composition { text categories }
    cadence { perYear approximate asWritten } quality { flag note } provenance { document { title } locator }
    terms { number from { value } to { value } } } }
  meetings { nodes { title number kind mode state date { value } place counts { expected present }
    agenda { number title kind openEnded presenter { name } } quorum { base needed present met }
    attendance { nodes { name status organization { name } } } decisions { result votes }
    minutes { state kind text } documents { title mediaType bytes } } }
  issues { nodes { title text state caseCount owner { __typename } path { nodes { act question } }
    feedback { to text } recommendations { title kind to response { text decision } } } }
  activities { nodes { kind title state fiscalYear days partners { name } steps { stage } } }
  organizations { nodes { name memberships { nodes { office jobTitle person { name } } } } }
  auditTrail(first: 100) { nodes { type sentence audience effective { value } } }
}"""


def told(tenant: Tenant) -> Any:
    """All that is told of it, without ids that two runs cannot share."""
    text = repr(Partner(tenant).ask(ALL))
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "…", text)


def test_what_mutations_write_is_what_commands_write(tenant: Tenant, world: World) -> None:
    own = OverTheApi(tenant)
    World(own)
    assert told(tenant) == told(world.book.tenant)
    assert own.sound()
