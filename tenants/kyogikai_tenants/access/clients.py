"""Partners' programs: who may ask over the API, and for what."""

from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override

from kyogikai_tenants.access.internal import published
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Ends
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Entity

SCOPES = frozenset({"published:read", "council:read", "meetings:write", "changes:read"})
"""What an API client may be given: never cases, drafts or the trail."""


class ApiClientState(Entity, frozen=True, kw_only=True):
    """A partner's client on a day."""

    TABLE = "api_client"

    name: str
    scopes: tuple[str, ...] = ()

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """By name."""
        return self.name


@dataclass(frozen=True, kw_only=True)
class ApiClientRegistered(Begins):
    """A partner's program may ask, within its scopes."""

    TOPIC, COMMAND, SUBJECTS = "api_client.registered", "RegisterApiClient", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの登録", "API client registered"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{name}」を登録（{scopes}）",
        "Registered the API client {name} ({scopes})",
    )

    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApiClientRevoked(Ends):
    """A partner's program may ask no longer."""

    TOPIC, COMMAND, SUBJECTS = "api_client.revoked", "RevokeApiClient", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの失効", "API client revoked"
    SENTENCE, SENTENCE_EN = "APIクライアント「{subject}」を失効", "Revoked the API client {subject}"

    reason: str = ""


class UnknownScope(Refused):
    """A client has at least one scope, of those that there are."""

    CODE = "UNKNOWN_SCOPE"
    JA, EN = "範囲「{scopes}」は指定できません。", "Not scopes for a client: {scopes}"


class ApiClient(Record, state=ApiClientState, opened_by=[ApiClientRegistered]):
    """A partner's program."""

    @override
    def problems(self) -> Iterator[Refused]:
        """Audience and scopes."""
        yield from super().problems()
        yield from published(self)
        for fact in self.said:
            if isinstance(fact, ApiClientRegistered) and not (fact.scopes and set(fact.scopes) <= SCOPES):
                yield UnknownScope(field="scopes", scopes=", ".join(sorted({*fact.scopes} - SCOPES)))
