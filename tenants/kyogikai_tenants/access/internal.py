"""Records of access are internal: the office sees them, nobody else."""

from collections.abc import Iterator

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.record import Record
from kyogikai_tenants.vocabulary import Audience


class AccessIsInternal(Refused):
    """Accounts, clients, operator visits and exports are the secretariat's to see, never published."""

    CODE = "ACCESS_IS_INTERNAL"
    JA = "利用者・権限の記録の公開範囲は事務局です。"
    EN = "Records of access have the audience secretariat."


def published(record: Record) -> Iterator[Refused]:
    """Where a record of access, or a part of it, has any other audience."""
    derived = record.derived
    if {derived.audience, *derived.by_table.values()} != {Audience.SECRETARIAT}:
        yield AccessIsInternal(field="audience")
