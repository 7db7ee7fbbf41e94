"""The addresses of this family."""

from kyogikai_platform.web.council import history
from kyogikai_platform.web.family import Entry, Family, Page

FAMILY = Family(
    (Page("/history", "history", history.show),),
    (Entry("history", "/history"),),
)
