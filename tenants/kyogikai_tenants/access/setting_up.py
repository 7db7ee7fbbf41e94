"""The operator's template: what a council begins with, recorded before its tenant is in use."""

from collections.abc import Iterator, Sequence

from kyogikai_tenants.changes import Change
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import MunicipalityProfile
from kyogikai_tenants.rights import SETTING_UP, ReadOnlyRole
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.vocabulary import Role, TenantStatus


class OnlyBeforeUse(ReadOnlyRole):
    """The operator sets a council up until its tenant is in use; afterwards it is the secretariat's."""

    CODE = "ONLY_BEFORE_USE"
    JA = "運営者が会議体のひな形を記録できるのは、利用開始の前だけです。"
    EN = "The operator records a council's template only before the tenant is in use."
    MAY_ALLOW = (Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)


@rule
def the_operator_sets_up_what_is_not_in_use(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """On whatever day: a tenant that was in use once is not set up again."""
    said = (e for c in changes if c.role is Role.PLATFORM_OPERATOR for e in c.new)
    if any(e.TOPIC in SETTING_UP for e in said):
        states = (known.version.state for known in reads.versions(MunicipalityProfile))
        statuses = {s.status for s in states if isinstance(s, MunicipalityProfile)}
        if statuses != {TenantStatus.REGISTERED}:
            yield OnlyBeforeUse()
