"""The pages of roles, and of what waits for somebody."""
