"""Fixtures of the journeys in a real Chromium, made once for all of their modules."""

from tests.journeys.browser import mihon_served, page, place

__all__ = ["mihon_served", "page", "place"]
