"""Telling administrators by mail that a webhook of theirs was switched off after it had failed for long."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts.mail import Letter, Post
from kyogikai_platform.webhooks import keeping
from kyogikai_projections import rights_of
from kyogikai_tenants.access import email_of
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Role

SUBJECT = "Webhookを停止しました / A webhook was switched off"
TEXT = """\
APIクライアント「{client}」への通知先（{host}）は、通知を受け取れない状態が続いたため、停止しました。
届いていない変更は失われていません。通知先が直ったら、管理者の画面「APIクライアント」で再開してください。

The webhook of the API client {client} at {host} was switched off, as its receiver had failed for long.
No change is lost. When the receiver works again, switch it on at the page "API clients".
"""
UNTOLD = """
SELECT w.id, w.client_id, w.url FROM webhook w
WHERE w.tenant_id = %s AND w.off_at IS NOT NULL AND w.off_why IN (%s, %s) AND w.told_at IS NULL
FOR UPDATE SKIP LOCKED
"""


@dataclass(frozen=True)
class Telling:
    """Letters to the administrators of one installation."""

    engine: sa.Engine
    post: Post
    base_domain: str

    def __call__(self, tenant: UUID) -> None:
        """Tell those of a municipality, once for each webhook."""
        with transaction(self.engine, tenant) as connection:
            untold = driver(connection).execute(UNTOLD, (tenant, keeping.GONE, keeping.FAILED)).fetchall()
            for webhook, client, url in untold:
                self._tell(connection, client, host_of(url))
                driver(connection).execute(
                    "UPDATE webhook SET told_at = now() WHERE tenant_id = %s AND id = %s", (tenant, webhook)
                )

    def _tell(self, connection: sa.Connection, client: UUID, host: str) -> None:
        tenant, keys = connection.info["tenant_id"], Keys(connection)
        name = next((c.name for c in rights_of.clients(connection, today()) if c.id == client), "")
        label = next(one.host for one in directory.tenants(connection) if one.tenant_id == tenant)
        for listed in rights_of.users(connection, today()):
            if listed.suspended or Role.TENANT_ADMINISTRATOR not in listed.known.holdings.roles:
                continue
            to = email_of(Log.within(connection), keys, listed.id)
            if to != ERASED:
                letter = Letter(to, SUBJECT, TEXT.format(client=name, host=host))
                self.post.send(f"{label}.{self.base_domain}", letter)


def host_of(url: str) -> str:
    """Where an address leads, without what may be a secret in it."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0]
