"""The operators' own accounts: in tenant zero, made on the command line and by nobody else."""

from uuid import UUID

from kyogikai_platform.accounts.passwords import Hashing
from kyogikai_platform.accounts.people import NoSuchAccount, People
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.vocabulary import Role


def tenant_zero(here: Installation) -> Tenant:
    """The operators' tenant."""
    return Tenant(here.engine, here.zero)


def operator(here: Installation, name: str, email: str, hashing: Hashing | None = None) -> UUID:
    """The account of an operator, made if there is none with that address. Raises Refused."""
    people = People(tenant_zero(here), hashing=hashing or Hashing())
    try:
        user = people.find(email)
    except NoSuchAccount:
        user = people.invite(name, email)
    people.grant(user, Role.PLATFORM_OPERATOR, key=f"operator of {user}")
    return user
