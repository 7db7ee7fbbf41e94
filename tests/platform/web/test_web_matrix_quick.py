"""The roles' matrix, at a glance: what the API and the pages of this family show to each role."""

import pytest

from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import ROLES, Marked
from tests.platform.web.test_web_matrix import said_wrong, world, wrong_facts

__all__ = ["here", "master", "world"]


@pytest.mark.parametrize("role", ROLES)
def test_each_fact_is_shown_to_those_whom_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong_facts(world, role) == set()


def test_what_is_said_of_the_rights_is_what_the_card_says(world: Marked) -> None:
    assert said_wrong(world) == set()
