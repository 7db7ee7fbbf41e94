"""The addresses of this family."""

from kyogikai_platform.web.council import (
    body,
    contact,
    history,
    organizations,
    party,
    profile,
    roster,
    search,
    sources,
)
from kyogikai_platform.web.family import Entry, Family, Page

FAMILY = Family(
    (
        Page("/history", "history", history.show),
        Page("/council", "council", profile.show),
        Page("/councils/<council>", "one_council", profile.of),
        Page("/bodies/<body>", "body", body.show),
        Page("/roster", "roster", roster.show),
        Page("/people/<person>", "person", party.person),
        Page("/people/<person>/contact", "contact", contact.show),
        Page("/contacts", "contact_looks", contact.show_looks),
        Page("/organizations", "organizations", organizations.show),
        Page("/organizations/<organization>", "organization", party.organization),
        Page("/search", "search", search.show),
        Page("/sources", "sources", sources.show),
        Page("/sources/<source>", "source", sources.of),
    ),
    (Entry("history", "/history"), Entry("roster", "/roster")),
)
