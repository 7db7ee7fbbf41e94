"""The addresses of this family."""

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.rights import OWN_ACTS
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.roles import may_page, trail_entry, trail_export, trail_page
from kyogikai_tenants.permission import READERS, Reading


def reads_the_trail(asker: Asker | None) -> bool:
    """Whether somebody reads the trail, or their own acts in it."""
    readers = READERS[Reading.TRAIL] | OWN_ACTS
    return asker is not None and not readers.isdisjoint(asker.holds.roles)


FAMILY = Family(
    (
        Page("/roles", "roles", may_page.show),
        Page("/trail", "trail", trail_page.show),
        Page("/trail/<entry>", "trail_entry", trail_entry.show),
        Page("/trail/export", "trail_export", trail_export.send, ("POST",)),
    ),
    (Entry("trail", "/trail", reads_the_trail),),
)
