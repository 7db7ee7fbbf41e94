"""Partners' programs: who may ask over the API, and for what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from typing_extensions import override

from kyogikai_tenants.access.internal import published
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Ends, Event
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


@dataclass(frozen=True, kw_only=True)
class ApiClientSecretMade(Event):
    """A client has another secret, which was shown once; the log knows what it begins with."""

    TOPIC, COMMAND, SUBJECTS = "api_client.secret_made", "MakeApiClientSecret", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの秘密の発行", "API client's secret made"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の秘密（{prefix}…）を {until} まで発行",
        "Made a secret ({prefix}…) of the API client {subject}, good through {until}",
    )

    prefix: str
    until: date


@dataclass(frozen=True, kw_only=True)
class ApiClientSecretRevoked(Event):
    """A secret of a client is good no longer, nor is what was given out for it."""

    TOPIC, COMMAND, SUBJECTS = "api_client.secret_revoked", "RevokeApiClientSecret", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの秘密の失効", "API client's secret revoked"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の秘密（{prefix}…）を失効",
        "Revoked a secret ({prefix}…) of the API client {subject}",
    )

    prefix: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WebhookSet(Event):
    """A client is told of changes at an address; the log knows its host, as the rest may hold a secret."""

    TOPIC, COMMAND, SUBJECTS = "api_client.webhook_set", "SetWebhook", ("api_client",)
    LABEL, LABEL_EN = "Webhookの登録", "Webhook set"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」への通知先 {host} を登録",
        "Set a webhook of the API client {subject} at {host}",
    )

    host: str


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Event):
    """A client is told of changes at an address no longer."""

    TOPIC, COMMAND, SUBJECTS = "api_client.webhook_removed", "RemoveWebhook", ("api_client",)
    LABEL, LABEL_EN = "Webhookの解除", "Webhook removed"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」への通知先 {host} を解除",
        "Removed the webhook of the API client {subject} at {host}",
    )

    host: str


@dataclass(frozen=True, kw_only=True)
class ApiClientDocumentRegistered(Event):
    """A document is trusted of a client, by its hash; its text is kept beside the log."""

    TOPIC, COMMAND, SUBJECTS = "api_client.document_registered", "RegisterApiClientDocument", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの文書の登録", "API client's document registered"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の問い合わせ文書 {digest} を登録",
        "Registered the document {digest} of the API client {subject}",
    )

    digest: str


@dataclass(frozen=True, kw_only=True)
class ApiClientDocumentRemoved(Event):
    """A document is trusted of a client no longer."""

    TOPIC, COMMAND, SUBJECTS = "api_client.document_removed", "RemoveApiClientDocument", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの文書の削除", "API client's document removed"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の問い合わせ文書 {digest} を削除",
        "Removed the document {digest} of the API client {subject}",
    )

    digest: str


@dataclass(frozen=True, kw_only=True)
class ApiClientBound(Event):
    """A client asks its registered documents from now on, and nothing else."""

    MOVES_RIGHTS = True
    TOPIC, COMMAND, SUBJECTS = "api_client.bound", "BindApiClient", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントを登録文書に限定", "API client bound to its documents"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の問い合わせを、登録した文書だけに限定",
        "Bound the API client {subject} to its registered documents",
    )


@dataclass(frozen=True, kw_only=True)
class ApiClientUnbound(Event):
    """A client asks whatever its scopes open again."""

    MOVES_RIGHTS = True
    TOPIC, COMMAND, SUBJECTS = "api_client.unbound", "UnbindApiClient", ("api_client",)
    LABEL, LABEL_EN = "APIクライアントの限定の解除", "API client unbound"
    SENTENCE, SENTENCE_EN = (
        "APIクライアント「{subject}」の、登録した文書への限定を解除",
        "Unbound the API client {subject} from its registered documents",
    )


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
