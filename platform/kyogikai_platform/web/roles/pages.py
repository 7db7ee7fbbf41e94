"""The addresses of this family."""

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.rights import OWN_ACTS
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.roles import (
    may_page,
    trail_entry,
    trail_export,
    trail_keeping,
    trail_page,
    trail_report,
    trail_story,
    trail_views,
)  # fmt: skip
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
        Page("/trail/<entry>/views", "trail_views", trail_views.show),
        Page("/trail/of/<subject>", "trail_story", trail_story.show),
        Page("/trail/export", "trail_export", trail_export.send, ("POST",)),
        Page("/trail/report", "trail_report", trail_report.send, ("POST",)),
        Page("/trail/saved", "trail_keep", trail_keeping.keep, ("POST",)),
        Page("/trail/saved/<uuid:kept>/remove", "trail_keep_remove", trail_keeping.remove, ("POST",)),
    ),
    (Entry("trail", "/trail", reads_the_trail),),
)
