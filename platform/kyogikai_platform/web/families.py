"""The families of pages, in the order of the main menu."""

from kyogikai_platform.web import home, org
from kyogikai_platform.web.account import pages as account
from kyogikai_platform.web.cases import pages as cases
from kyogikai_platform.web.clients import pages as clients
from kyogikai_platform.web.council import pages as council
from kyogikai_platform.web.developers import pages as developers
from kyogikai_platform.web.evidence import pages as evidence
from kyogikai_platform.web.family import Family
from kyogikai_platform.web.forms import pages as forms
from kyogikai_platform.web.imports import pages as imports
from kyogikai_platform.web.issues import pages as issues
from kyogikai_platform.web.meetings import pages as meetings
from kyogikai_platform.web.notices import pages as notices
from kyogikai_platform.web.papers import pages as papers
from kyogikai_platform.web.public import pages as public
from kyogikai_platform.web.roles import pages as roles
from kyogikai_platform.web.settings import pages as settings

FAMILIES: tuple[Family, ...] = (
    home.FAMILY, org.FAMILY, council.FAMILY, meetings.FAMILY, notices.FAMILY, papers.FAMILY, issues.FAMILY,
    cases.FAMILY, forms.FAMILY, imports.FAMILY, public.FAMILY, evidence.FAMILY, roles.FAMILY, account.FAMILY,
    clients.FAMILY, settings.FAMILY, developers.FAMILY,
)  # fmt: skip
