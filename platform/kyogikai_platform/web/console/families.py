"""The console's families of pages: its own, and those of one's account there."""

from kyogikai_platform.web.account import pages as account
from kyogikai_platform.web.console import pages
from kyogikai_platform.web.family import Family

CONSOLE_FAMILIES: tuple[Family, ...] = (pages.FAMILY, account.OF_OPERATORS)
