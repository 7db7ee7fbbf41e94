"""沿革 as a picture: a line for whatever follows each other, drawn as SVG; the chronicle says the same.

It holds no style of its own: colours come from the stylesheet, so that they follow the municipality's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from kyogikai_platform.web.council.lanes import Join, Lane, Stretch
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import year_in_words

WIDTH, LEFT, RIGHT, TOP = 1080, 12, 24, 34
BAR, GAP, LINE, HEAD = 32, 12, 20, 26
GLYPH = 14
TICKS = 9
YEAR = 365.25
LEAST = 3
"""Years that a picture spans at least."""
LAST_NARROW = 0x2E7F
"""The characters after it are as wide as they are high."""
HEADS = {"own": "history_lane_own", "external": "history_lane_external", "body": "history_lane_body"}
MARK = "\u203a"


@dataclass(frozen=True)
class Scale:
    """Days as places across."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day is."""
        span = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), span)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * inside / span, 1)


def picture(lanes: Sequence[Lane], joins: Sequence[Join], day: date, lang: str) -> Markup:
    """The SVG; nothing where there is nothing to draw."""
    if not lanes:
        return Markup()
    begin = min(lane.begin for lane in lanes)
    first = min(date(begin.year, 1, 1), date(max(day.year - LEAST, 1), 1, 1))
    scale, y = Scale(first, day), float(TOP)
    drawn: list[Markup] = []
    middles: dict[object, float] = {}
    group = ""
    for lane in lanes:
        if lane.group != group:
            group = lane.group
            drawn.append(_text(LEFT, y + 18, words(HEADS[group], lang), "lin-h"))
            y += HEAD
        own, height = _lane(lane, scale, y)
        middles |= {s.record: y + BAR / 2 for s in lane.stretches}
        drawn.append(own)
        y += height
    arrows = [_join(j, scale, middles) for j in joins]
    title = words("history_picture", lang)
    between = "、" if lang == "ja" else "; "
    told = between.join(" → ".join(dict.fromkeys(s.name for s in lane.stretches)) for lane in lanes)
    body = Markup().join([*_ticks(scale, y, lang), *drawn, *arrows])
    return Markup(
        '<svg class="lin-svg" viewBox="0 0 {} {}" role="img" aria-labelledby="lin-t lin-d">'
        '<title id="lin-t">{}</title><desc id="lin-d">{}</desc>'
        '<defs><marker id="lin-a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto">'
        '<path class="lin-tip" d="M0 0 8 4 0 8z"/></marker></defs>{}</svg>'
    ).format(WIDTH, round(y + 8), title, told, body)


def _ticks(scale: Scale, bottom: float, lang: str) -> list[Markup]:
    years = range(scale.first.year, scale.last.year + 1)
    step = max(1, -(-len(years) // TICKS))
    found = []
    for year in years[::step]:
        at = date(year, 1, 1)
        x = scale.x(at)
        name = year_in_words(date(year, 12, 31), lang)
        found.append(
            Markup('<path class="lin-tick" d="M{} {}V{}"/>').format(x, TOP - 8, round(bottom))
            + _text(x + 2, TOP - 14, name, "lin-y")
        )
    return found


def _lane(lane: Lane, scale: Scale, y: float) -> tuple[Markup, float]:
    """Its bars; a name that does not fit stands below, each on a line of its own."""
    parts, below = [], 0
    for n, one in enumerate(lane.stretches):
        x, end = scale.x(one.begin), scale.x(one.end)
        width = max(end - x - 2, 6)
        last = n == len(lane.stretches) - 1
        parts.append(_bar(one, x, y, width, now=last and one.goes_on))
        if _width(one.name) + 2 * GLYPH <= width:
            parts.append(_text(x + 10, y + 21, one.name, "lin-in" if last and one.goes_on else "lin-t"))
        else:
            below += 1
            fits = min(x, WIDTH - RIGHT - _width(one.name))
            parts.append(_text(max(fits, LEFT), y + BAR + below * LINE - 4, one.name, "lin-t"))
        if not last:
            parts.append(_text(end - 8, y + 22, MARK, "lin-m"))
    return Markup().join(parts), BAR + below * LINE + GAP


def _bar(one: Stretch, x: float, y: float, width: float, *, now: bool) -> Markup:
    kind = "lin-now" if now else "lin-was"
    edge = (
        Markup('<path class="lin-seen" d="M{} {}v{}"/>').format(x, y - 3, BAR + 6)
        if one.open_start
        else Markup()
    )
    return (
        Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="6"/>').format(
            kind, x, y, round(width, 1), BAR
        )
        + edge
    )


def _join(join: Join, scale: Scale, middles: dict[object, float]) -> Markup:
    x, a, b = scale.x(join.day), middles[join.source], middles[join.target]
    half = BAR / 2 + 2
    start, end = (a + half, b - half) if b > a else (a - half, b + half)
    return Markup('<path class="lin-join" marker-end="url(#lin-a)" d="M{} {}C{} {} {} {} {} {}"/>').format(
        x - 4, start, x - 4, (start + end) / 2, x + 8, (start + end) / 2, x + 8, end
    )


def _text(x: float, y: float, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(
        kind, round(x, 1), round(y, 1), escape(text)
    )


def _width(text: str) -> float:
    return sum(GLYPH if ord(c) > LAST_NARROW else GLYPH * 0.6 for c in text)
