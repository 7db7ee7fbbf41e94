"""Which status and which media type an answer has: the edition of GraphQL over HTTP that is spoken.

In the older one a document that was not executed is 400 in ``application/graphql-response+json`` and,
as older clients expect, 200 in ``application/json``. The edition of 2026 tells a document that cannot
be read (400) from one that cannot be executed (422), answers in part with 294, and tells problems in the
newer type only.
"""

from dataclasses import dataclass

from kyogikai_graphql.answering import Reply
from kyogikai_graphql.problems import PARSE_FAILED, RateLimited
from kyogikai_graphql.transport import PLAIN_JSON, RESPONSE_JSON

REFUSED_OUTRIGHT = {RateLimited.CODE: 429}
"""What has a status of its own in every edition and type."""


@dataclass(frozen=True)
class Edition:
    """One edition."""

    name: str
    newer: bool

    @property
    def fallback(self) -> str:
        """The media type where the client's is not known."""
        return RESPONSE_JSON if self.newer else PLAIN_JSON

    def answered(self, reply: Reply, media: str) -> tuple[int, str]:
        """Status and type of an answer."""
        if (own := REFUSED_OUTRIGHT.get(reply.code)) is not None:
            return own, RESPONSE_JSON if self.newer else media
        if not self.newer:
            return (400 if media == RESPONSE_JSON and not reply.executed else 200), media
        if not reply.executed:
            return (400 if reply.code == PARSE_FAILED else 422), RESPONSE_JSON
        return (294 if reply.code and media == RESPONSE_JSON else 200), media

    def refused(self, status: int, code: str, media: str) -> tuple[int, str]:
        """Status and type for a request that holds no question."""
        if not self.newer:
            return status, media
        return (422 if code == "BAD_REQUEST" else status), RESPONSE_JSON


EDITIONS = {"2025": Edition("2025", newer=False), "2026": Edition("2026", newer=True)}
