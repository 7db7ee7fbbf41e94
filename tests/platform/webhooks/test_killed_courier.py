"""A courier that is killed loses nothing; the check would notice."""

import pytest

from kyogikai_platform.installation import Installation
from tests.dose import DOSE
from tests.platform.installed import here, master
from tests.proofs.webhooks import series

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


def test_each_delivery_arrives_across_killed_couriers_in_order(here: Installation) -> None:
    found = series(here, 40 * DOSE, 2)
    assert (found.arrived, found.overtaken, found.kills) == (found.told, 0, 2)
    assert found.told >= 40 * DOSE


@pytest.mark.parametrize("fault", ["early", "overtaking"])
def test_a_courier_that_is_wrong_is_noticed(here: Installation, fault: str) -> None:
    assert not series(here, 40, 1, fault).clean
