"""Fixtures of the journeys in a real Chromium, made once for all of their modules."""

import pytest

from tests.journeys.browser import mihon_served, page, place, sizes_of

__all__ = ["mihon_served", "page", "place"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The size of the window in which a journey is made."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", sizes_of(metafunc.function.__name__), indirect=True)
