"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.issues import board, issue

FAMILY = Family(
    pages=(
        Page("/issues", "issues", board.show),
        Page("/issues/<issue_id>", "issue", issue.show),
    ),
    menu=(Entry("issues", "/issues"), Entry("activities", "/activities")),
)
