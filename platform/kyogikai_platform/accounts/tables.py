"""The operational tables of the way in. None holds a secret or an e-mail address that anybody could read.

They are no part of the log: nothing of them is derived, exported or rebuilt.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
LIVELY = {"fillfactor": 70}
"""Rows that are changed in place leave room for it on their page."""

password = sa.Table(
    "account_password",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("changed_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "user_id", name="account_password_pkey"),
    sa.UniqueConstraint("tenant_id", "address", name="account_password_address"),
    comment="Operational, owned by accounts, kept while the account may sign in, never exported: "
    "argon2id hashes, found by the keyed digest of an e-mail address.",
)
session = sa.Table(
    "account_session",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("seen_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("idle_until", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("revoked_at", MOMENT),
    sa.Column("device", sa.Text, nullable=False, server_default=""),
    sa.Column("place", sa.Text, nullable=False, server_default=""),
    sa.PrimaryKeyConstraint("tenant_id", "digest", name="account_session_pkey"),
    sa.Index("account_session_user_id", "tenant_id", "user_id"),
    postgresql_with=LIVELY,
    comment="Operational, owned by accounts, kept after the end as long as the municipality says, "
    "never exported: "
    "sessions by the SHA-256 of their token, with the kind of browser and the network, not the address.",
)
token = sa.Table(
    "api_token",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.Column("revoked_at", MOMENT),
    sa.Column("parent", sa.LargeBinary),
    sa.Column("scopes", pg.ARRAY(sa.Text)),
    sa.PrimaryKeyConstraint("tenant_id", "digest", name="api_token_pkey"),
    sa.Index("api_token_client_id", "tenant_id", "client_id"),
    sa.Index("api_token_parent", "tenant_id", "parent", postgresql_where=sa.text("parent IS NOT NULL")),
    postgresql_with=LIVELY,
    comment="Operational, owned by accounts, kept for a year after the end, never exported: "
    "API clients' secrets by their SHA-256, and the access tokens that were given out for one (parent), kept "
    "for a day after the end; the prefix is what tells them apart.",
)
access = sa.Table(
    "api_access",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("minute", MOMENT, nullable=False),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("times", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint(
        "tenant_id", "client_id", "minute", "digest", "way", "place", name="api_access_pkey"
    ),
    sa.Index("api_access_minute", "tenant_id", "minute"),
    postgresql_with=LIVELY,
    comment="Operational, owned by accounts, kept as long as the municipality says, "
    "never exported: the access log of API "
    "clients, by the minute: which secret was used how often, for what, and from which network.",
)
attempt = sa.Table(
    "sign_in_attempt",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("whose", sa.LargeBinary, nullable=False),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("since", MOMENT, nullable=False),
    sa.Column("last_at", MOMENT, nullable=False),
    sa.Column("free_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "whose", name="sign_in_attempt_pkey"),
    sa.Index("sign_in_attempt_last_at", "tenant_id", "last_at"),
    postgresql_with=LIVELY,
    comment="Operational, owned by accounts, kept for a day, never exported: sign-ins that failed, by the "
    "keyed digest of the e-mail or network address, and until when the next one waits.",
)
totp = sa.Table(
    "account_totp",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("confirmed_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "user_id", name="account_totp_pkey"),
    comment="Operational, owned by accounts, kept while the factor is in use, never exported: secrets of "
    "authenticators, sealed with the user's key, and the last step of time of which a code was used.",
)
recovery_code = sa.Table(
    "account_recovery_code",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "digest", name="account_recovery_code_pkey"),
    sa.Index("account_recovery_code_user_id", "tenant_id", "user_id"),
    comment="Operational, owned by accounts, kept while the second factor is, never exported: keyed digests "
    "of single-use codes.",
)
passkey = sa.Table(
    "account_passkey",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("credential", sa.LargeBinary, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "credential", name="account_passkey_pkey"),
    sa.Index("account_passkey_user_id", "tenant_id", "user_id"),
    comment="Operational, owned by accounts, kept until removed, never exported: public keys of passkeys.",
)
ticket = sa.Table(
    "account_ticket",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("user_id", sa.Uuid),
    sa.Column("bound_to", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "digest", name="account_ticket_pkey"),
    sa.Index("account_ticket_user_id", "tenant_id", "user_id"),
    comment="Operational, owned by accounts, kept for a day after the end, never exported: what is good "
    "once and for a while, by the SHA-256 of its secret: links of mails, steps of a sign-in.",
)
provider = sa.Table(
    "sign_in_provider",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("client_id", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("label_ja", sa.Text, nullable=False),
    sa.Column("label_en", sa.Text, nullable=False),
    sa.Column("claim", sa.Text, nullable=False),
    sa.Column("second_factor", sa.Boolean, nullable=False),
    sa.Column("changed_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", name="sign_in_provider_pkey"),
    comment="Operational, owned by accounts, kept while in use, never exported: the provider of identities "
    "at which a municipality signs in, with the secret that it is shown, sealed with the municipality's key.",
)
identity = sa.Table(
    "account_identity",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("bound_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "digest", name="account_identity_pkey"),
    sa.UniqueConstraint("tenant_id", "user_id", "issuer", name="account_identity_user_id"),
    comment="Operational, owned by accounts, kept while the account may sign in, never exported: whose an "
    "identity of a provider is, by the keyed digest of issuer and subject.",
)
calendar_link = sa.Table(
    "account_calendar_link",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("made_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "user_id", name="account_calendar_link_pkey"),
    sa.UniqueConstraint("tenant_id", "digest", name="account_calendar_link_digest"),
    postgresql_with=LIVELY,
    comment="Operational, owned by accounts, kept until revoked or made anew, never exported: the one secret "
    "address of an account from which a calendar program reads, by its SHA-256.",
)
document = sa.Table(
    "client_document",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "client_id", "digest", name="client_document_pkey"),
    comment="Operational, owned by accounts, kept until it is removed or the client revoked, never exported: "
    "the GraphQL documents that an API client may ask for by their hash.",
)
bound = sa.Table(
    "bound_client",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "client_id", name="bound_client_pkey"),
    comment="Operational, owned by accounts, kept until the client is unbound, never exported: the API "
    "clients that ask their registered documents and nothing else.",
)
TABLES = (
    password, session, token, access, document, bound, attempt, totp, recovery_code, passkey, ticket,
    provider, identity, calendar_link,
)  # fmt: skip


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted."""
    grants = "SELECT, INSERT, UPDATE, DELETE"
    return [statement for table in TABLES for statement in row_security(table.name, grants)]
