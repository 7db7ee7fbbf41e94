"""The municipality's colour: one of a few that are readable, on its pages and nowhere else."""

import re
from pathlib import Path

import pytest

from kyogikai_platform.installation import Installation
from kyogikai_platform.web import site
from kyogikai_platform.web.words import WORDS
from kyogikai_tenants.municipalities import Accent
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check
STATIC = Path(site.__file__).with_name("static")
READABLE, SEEN = 4.5, 3.0
"""WCAG 2.2: text (1.4.3), and what is no text (1.4.11)."""
TEXTS = ((900, 0), (1000, 0), (900, 50), (1000, 50), (1000, 100), (1200, 0))
"""Which step stands on which; 0 is white. White on a step is the same ratio."""


def colours() -> dict[str, str]:
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"(--color-[\w-]+): (#[0-9a-f]{6})", text))


def scale(accent: str) -> dict[int, str]:
    """The steps of a colour, as the stylesheet has them; those of the product for none."""
    text = (STATIC / "app.css").read_text(encoding="utf-8")
    rule = rf'\[data-key="{accent}"\]{{(.*?)}}' if accent else r":root{(.*?)}"
    found = re.search(rule, text, re.DOTALL)
    assert found, accent
    known = colours() | {"--white": "#ffffff"}
    steps = re.findall(r"--key-(\d+):var\((--[\w-]+)\)", found[1])
    return {int(step): known[name] for step, name in steps} | {0: "#ffffff"}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def unreadable(steps: dict[int, str]) -> list[tuple[int, int]]:
    weak = [pair for pair in TEXTS if contrast(steps[pair[0]], steps[pair[1]]) < READABLE]
    return weak + [(700, 0) for _ in range(contrast(steps[700], steps[0]) < SEEN)]


@pytest.mark.parametrize("accent", ["", *(a.value for a in Accent)])
def test_each_colour_is_readable_and_whole(accent: str) -> None:
    assert scale(accent).keys() == scale("").keys()
    assert unreadable(scale(accent)) == []


def test_a_colour_that_is_too_light_is_seen() -> None:
    assert unreadable(scale("green") | {900: "#51b883"}) == [(900, 0), (900, 50)]


@pytest.fixture(scope="module")
def town(here: Installation) -> House:
    """A municipality."""
    house = House.opened(here)
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    return house


def test_it_is_set_shown_to_everybody_and_taken_away(town: House, here: Installation) -> None:
    public, administrator, neighbour = Visitor.at(town), Visitor.at(town), Visitor.at(House.opened(here))
    assert administrator.sign_in(ADMINISTRATOR).status_code == 303
    assert "data-key" not in public.get("/org").text
    given = {"notation": "kanji", "era": "both"}
    bad = administrator.fill("/settings/display", "/settings/display", **given, accent="beige")
    assert (bad.status_code, "accent-error" in Page.of(bad).ids) == (400, True)
    administrator.fill("/settings/display", "/settings/display", **given, accent="teal")
    for visitor in (public, administrator):
        assert '<html lang="ja" data-size="m" data-key="teal">' in visitor.get("/org").text
    assert WORDS["settings_accent"].ja in administrator.get("/settings").text
    assert "青緑" in administrator.get("/settings").text
    assert "data-key" not in neighbour.get("/org").text
    administrator.fill("/settings/display", "/settings/display", **given, accent="")
    assert "data-key" not in public.get("/org").text
    assert town.book.sound()
