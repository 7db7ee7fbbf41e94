"""The texts of recommendations, activities and plans, as (Japanese, English)."""

PLANS = {
    "issue_recommendations": ("提言と回答", "Recommendations"),
    "issue_plans": ("計画と機能", "Plans and functions"),
}
