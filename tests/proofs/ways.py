"""Each page once, in other ways: text twice as large, forced colours, keyboard alone, without a script."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page

from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, signed_in
from tests.journeys.soundness import planted, wider_than_the_window
from tests.proofs.report import Line, say

LOOKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""Functions of a browser that say what is wrong."""
MOST_STOPS = 1_500
"""Of the Tab key, on one page."""
TOLD = 40

Way = Callable[[Page], Iterator[str]]


def larger(page: Page) -> Iterator[str]:
    """WCAG 1.4.4 and 1.4.10: text at 200 %, in a window of 1280; and as a zoom, which halves the window."""
    page.set_viewport_size({"width": 640, "height": 450})
    if (more := wider_than_the_window(page)) > 0:
        yield f"zoomed: {more} px wider"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(f"{LOOKS}; twice(true)")
    if (more := wider_than_the_window(page)) > 0:
        yield f"text: {more} px wider"
    yield from page.evaluate(f"{LOOKS}; clipped()")
    page.evaluate(f"{LOOKS}; twice(false)")


def forced(page: Page) -> Iterator[str]:
    """Forced colours: what is pressed or typed into has a border, a line or a text; focus has its ring."""
    page.emulate_media(forced_colors="active")
    yield from page.evaluate(f"{LOOKS}; unseen()")
    yield from page.evaluate(f"{LOOKS}; ringless()")
    page.emulate_media(forced_colors="none")


def keyboard(page: Page) -> Iterator[str]:
    """Each thing to press is reached by Tab in reading order, is seen there, and is left again."""
    wanted = page.evaluate(f"{LOOKS}; begin()")
    reached: list[int] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at, fault = page.evaluate(f"{LOOKS}; stop()")
        if at < 0 or (reached and at == reached[0]):
            break
        if fault:
            yield fault
        reached.append(at)
    else:
        yield "a trap: Tab never came to an end"
    if reached != sorted(reached):
        yield "order: Tab jumps back"
    yield from (f"unreached: {wanted[at]}" for at in sorted(set(range(len(wanted))) - set(reached)))
    if not page.evaluate(f"{LOOKS}; skips()"):
        yield "skip: the first stop leads not to the page's content"


def plain(page: Page) -> Iterator[str]:
    """Without a script: a heading, a content, nothing that only a script can press, each form to be sent."""
    yield from page.evaluate(f"{LOOKS}; dead()")


WAYS: Mapping[str, tuple[Way, bool]] = {
    "with text twice as large nothing is clipped or too wide": (larger, True),
    "in forced colours all controls and focus rings are seen": (forced, True),
    "by keyboard alone all is reached, in order, and left": (keyboard, True),
    "without a script all is there and can be sent": (plain, False),
}
"""What is promised -> how it is looked at, and whether scripts run."""
PLANTS: Sequence[tuple[str, Way, dict[str, str]]] = (
    ("a text in a box too small for it", larger,
     {"css": ".foot{height:1rem;overflow:hidden}", "html": ""}),
    ("a button without a border", forced, {"css": ".btn{border:0!important;outline:0!important}"}),
    ("no ring where the focus is", forced, {"css": "*:focus-visible{outline:0!important}"}),
    ("a button that Tab passes by", keyboard, {"html": "<button tabindex='-1'>x</button>"}),
    ("a link that Tab comes to first", keyboard, {"html": "<a href='/' tabindex='1'>x</a>"}),
    ("a button that nothing answers", plain, {"html": "<button type='button'>x</button>"}),
)  # fmt: skip


def prove(place: Place, once: Mapping[Role, Sequence[str]]) -> Iterator[Line]:
    """All ways, on every page."""
    for what, (way, scripted) in WAYS.items():
        say(f"  {what} …")
        looks, found = 0, list[str]()
        for role, paths in once.items():
            page = _opened(place, role, scripted=scripted)
            for path in paths:
                page.goto(path)
                looks += 1
                found += [f"{role} {path}: {fault}" for fault in way(page)]
            page.context.close()
        for fault in found[:TOLD]:
            say(f"    {fault}")
        say(f"  {what}: {looks} pages, {len(found)} faults")
        yield Line(what, f"{looks} pages, {len(found)} faults", not found)
    for what, way, plant in PLANTS:
        page = _opened(place, Role.PUBLIC, scripted=True)
        page.goto("/help")
        before = set(way(page))
        with planted(page, **plant):
            page.goto("/help")
            seen = set(way(page)) - before
        page.context.close()
        yield Line(what, f"{len(seen)} found", not seen, control=True)


def _opened(place: Place, role: Role, *, scripted: bool) -> Page:
    page = place.new_page(script=scripted)
    if role is not Role.PUBLIC:
        signed_in(page, place, role)
    return page
