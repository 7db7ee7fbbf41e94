"""The addresses of this family."""

from kyogikai_platform.web.family import Family

FAMILY = Family()
