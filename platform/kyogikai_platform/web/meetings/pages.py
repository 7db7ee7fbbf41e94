"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.meetings import register

FAMILY = Family((Page("/meetings", "meetings", register.show),), (Entry("meetings", "/meetings"),))
