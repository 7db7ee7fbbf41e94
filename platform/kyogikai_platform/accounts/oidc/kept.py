"""What a municipality sets of its provider: beside the log, its secret sealed and never shown again."""

from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import ERASED, Keys, place


class Provider(NamedTuple):
    """A provider of identities, and what a municipality agreed with it."""

    issuer: str
    client_id: str
    label_ja: str
    label_en: str
    claim: str = "email"
    """Which claim is the address; it counts where the provider has verified it."""
    second_factor: bool = False
    """Whether a code of ours is asked for still, of whoever has an authenticator."""

    def label(self, lang: str) -> str:
        """What its button says."""
        return self.label_ja if lang == "ja" else self.label_en


def load(connection: sa.Connection) -> Provider | None:
    """The municipality's, without its secret."""
    columns = ", ".join(Provider._fields)
    query = f"SELECT {columns} FROM sign_in_provider WHERE tenant_id = %s"  # noqa: S608 - our names
    row = driver(connection).execute(query, (connection.info["tenant_id"],)).fetchone()
    return Provider(*row) if row else None


def secret_of(connection: sa.Connection) -> str:
    """What we show the provider; empty where its key is gone. Raises NoMasterKey."""
    tenant = connection.info["tenant_id"]
    query = "SELECT sealed FROM sign_in_provider WHERE tenant_id = %s"
    row = driver(connection).execute(query, (tenant,)).fetchone()
    text = Keys(connection).open({"sealed": row[0], "of": str(tenant)}, _place(connection)) if row else ERASED
    return "" if text == ERASED else text


def save(connection: sa.Connection, provider: Provider, secret: str) -> None:
    """Set it; without a secret the one that there is stays. Raises NoMasterKey, LookupError."""
    tenant = connection.info["tenant_id"]
    names = ", ".join(Provider._fields)
    if secret:
        sealed = Keys(connection).seal(tenant, secret, _place(connection))["sealed"]
        driver(connection).execute("DELETE FROM sign_in_provider WHERE tenant_id = %s", (tenant,))
        driver(connection).execute(
            f"INSERT INTO sign_in_provider (tenant_id, sealed, {names}) "  # noqa: S608 - our names
            f"VALUES (%s, %s{', %s' * len(provider)})",
            (tenant, sealed, *provider),
        )
        return
    changed = driver(connection).execute(
        f"UPDATE sign_in_provider SET ({names}, changed_at) = (%s{', %s' * (len(provider) - 1)}, now()) "  # noqa: S608 - our names
        "WHERE tenant_id = %s AND issuer = %s AND client_id = %s",
        (*provider, tenant, provider.issuer, provider.client_id),
    )
    if not changed.rowcount:
        raise LookupError("a secret belongs to one client of one provider")


def remove(connection: sa.Connection) -> bool:
    """Sign in without it from now on; whether there was one."""
    gone = "DELETE FROM sign_in_provider WHERE tenant_id = %s"
    return bool(driver(connection).execute(gone, (connection.info["tenant_id"],)).rowcount)


def _place(connection: sa.Connection) -> bytes:
    tenant = connection.info["tenant_id"]
    return place(tenant, tenant, 0, "sign_in_provider", "secret")
