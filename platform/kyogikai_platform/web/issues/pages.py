"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.issues import activities, board, issue, plans, recommendations

FAMILY = Family(
    pages=(
        Page("/issues", "issues", board.show),
        Page("/issues/<issue_id>", "issue", issue.show),
        Page("/recommendations", "recommendations", recommendations.show),
        Page("/recommendations/<recommendation_id>", "recommendation", recommendations.show_one),
        Page("/activities", "activities", activities.show),
        Page("/activities/<activity_id>", "activity", activities.show_one),
        Page("/plans", "plans", plans.show),
    ),
    menu=(Entry("issues", "/issues"), Entry("activities", "/activities")),
)
