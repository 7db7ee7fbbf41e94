"""Webhooks: a partner is told that something changed, by jobs that survive a kill."""
