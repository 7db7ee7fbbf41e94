"""The addresses of this family."""

from kyogikai_graphql.rights import OWN_ACTS
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.roles import may_page, trail_entry, trail_export, trail_page
from kyogikai_tenants.permission import READERS, Reading

FAMILY = Family(
    (
        Page("/roles", "roles", may_page.show),
        Page("/trail", "trail", trail_page.show),
        Page("/trail/<entry>", "trail_entry", trail_entry.show),
        Page("/trail/export", "trail_export", trail_export.send, ("POST",)),
    ),
    (Entry("trail", "/trail", READERS[Reading.TRAIL] | OWN_ACTS),),
)
