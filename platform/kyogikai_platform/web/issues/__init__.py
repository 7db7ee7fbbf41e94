"""The pages of issues, recommendations, activities and plans."""
