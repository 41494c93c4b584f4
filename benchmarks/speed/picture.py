"""The picture of the page: seconds against pairs, both by powers of ten, as an SVG.

Written by hand, element by element: a library for it would be one more thing to install, for one
picture. Colours are those of Okabe and Ito, which the colour-blind tell apart; each contender also
has a mark of its own, and a run that did not finish is hollow with an arrow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

_WIDTH, _HEIGHT = 820, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 200, 60, 70
_RADIUS: Final = 5.5
_BESIDE: Final = 12.0
_NAME: Final = 75.0
"""About the width of the name of a size."""
_COLOURS: Final = (
    "#0072B2",
    "#999999",
    "#000000",
    "#E69F00",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
)
_MARKS: Final = ("circle", "square", "cross", "up", "down", "diamond", "bar", "circle")


@dataclass(frozen=True, slots=True)
class Point:
    """One size: pairs, seconds to solve, and whether the contender came to its end."""

    size: str
    pairs: int
    seconds: float
    finished: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one contender."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Decades shown on each axis: from 10**low to 10**high."""

    x_low: int
    x_high: int
    y_low: int
    y_high: int

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_Axes":
        pairs = [log10(point.pairs) for point in points]
        seconds = [log10(point.seconds) for point in points]
        x_low, y_low = floor(min(pairs)), floor(min(seconds))
        return cls(
            x_low, max(x_low + 1, ceil(max(pairs))), y_low, max(y_low + 1, ceil(max(seconds)))
        )

    def place(self, pairs: float, seconds: float) -> tuple[float, float]:
        across = (log10(pairs) - self.x_low) / (self.x_high - self.x_low)
        up = (log10(seconds) - self.y_low) / (self.y_high - self.y_low)
        return (
            _LEFT + across * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM),
        )


def draw(lines: Sequence[Line]) -> str:
    """Return the picture; an empty frame where there is nothing to show."""
    points = [point for line in lines for point in line.points]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        ' font-family="sans-serif" font-size="13">',
        "<title>Seconds to solve against eligible pairs</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    if points:
        axes = _Axes.around(points)
        parts += _frame(axes)
        parts += _sizes(axes, points)
        beside = _beside(lines)
        for index, line in enumerate(lines):
            parts += _line(axes, line, index, beside)
        parts += _legend(lines)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _frame(axes: _Axes) -> Iterator[str]:
    for power in range(axes.x_low, axes.x_high + 1):
        x, bottom = axes.place(10**power, 10.0**axes.y_low)
        _x, top = axes.place(10**power, 10.0**axes.y_high)
        yield _stroke((x, bottom), (x, top), "#dddddd")
        yield _text(x, bottom + 20, _amount(power), anchor="middle")
    for power in range(axes.y_low, axes.y_high + 1):
        left, y = axes.place(10**axes.x_low, 10.0**power)
        right, _y = axes.place(10**axes.x_high, 10.0**power)
        yield _stroke((left, y), (right, y), "#dddddd")
        yield _text(left - 8, y + 4, _amount(power), anchor="end")
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield _text(middle, _HEIGHT - 18, "eligible pairs", anchor="middle")
    centre = (_TOP + _HEIGHT - _BOTTOM) / 2
    yield (
        f'<text x="22" y="{centre:.1f}" text-anchor="middle"'
        f' transform="rotate(-90 22 {centre:.1f})">seconds to solve</text>'
    )


def _sizes(axes: _Axes, points: Sequence[Point]) -> Iterator[str]:
    """Name the sizes above the frame, one above the other where they lie close."""
    ends: list[float] = []
    for pairs, name in sorted({(point.pairs, point.size) for point in points}):
        x, top = axes.place(pairs, 10.0**axes.y_high)
        _x, bottom = axes.place(pairs, 10.0**axes.y_low)
        level = next((i for i, end in enumerate(ends) if x - end >= _NAME), len(ends))
        ends[level : level + 1] = [x]
        yield _stroke((x, bottom), (x, top), "#bbbbbb", dashes="2 4")
        yield _text(x, top - 7 - 15 * level, name, anchor="middle", colour="#555555")


def _beside(lines: Sequence[Line]) -> dict[tuple[str, str], float]:
    """Return how far to the side each stopped run is drawn: all stand at the same limit."""
    stopped: dict[str, list[str]] = {}
    for line in lines:
        for point in line.points:
            if not point.finished:
                stopped.setdefault(point.size, []).append(line.name)
    return {
        (name, size): _BESIDE * (place - (len(names) - 1) / 2)
        for size, names in stopped.items()
        for place, name in enumerate(names)
    }


def _line(
    axes: _Axes, line: Line, index: int, beside: dict[tuple[str, str], float]
) -> Iterator[str]:
    colour = _COLOURS[index % len(_COLOURS)]
    shown = sorted(line.points, key=lambda point: point.pairs)
    places = [axes.place(point.pairs, point.seconds) for point in shown]
    drawn = [place for place, point in zip(places, shown, strict=True) if point.finished]
    if len(drawn) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for (across, y), point in zip(places, shown, strict=True):
        x = across if point.finished else across + beside.get((line.name, point.size), 0.0)
        yield _mark(_MARKS[index % len(_MARKS)], x, y, colour, hollow=not point.finished)
        if not point.finished:
            yield _stroke((x, y - _RADIUS), (x, y - 20), colour)
            yield _stroke((x - 4, y - 15), (x, y - 21), colour)
            yield _stroke((x + 4, y - 15), (x, y - 21), colour)


def _legend(lines: Sequence[Line]) -> Iterator[str]:
    x = _WIDTH - _RIGHT + 28
    for index, line in enumerate(lines):
        y = _TOP + 14 + 24 * index
        colour = _COLOURS[index % len(_COLOURS)]
        yield _stroke((x - 12, y), (x + 12, y), colour)
        yield _mark(_MARKS[index % len(_MARKS)], x, y, colour, hollow=False)
        yield _text(x + 22, y + 4, line.name)
    y = _TOP + 24 + 24 * len(lines)
    yield _mark("circle", x, y, "#555555", hollow=True)
    yield _text(x + 22, y + 4, "not all proven when")
    yield _text(x + 22, y + 20, "it was stopped")


def _mark(kind: str, x: float, y: float, colour: str, *, hollow: bool) -> str:
    r = _RADIUS
    fill = "white" if hollow else colour
    style = f'fill="{fill}" stroke="{colour}" stroke-width="1.6"'
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {style}/>'
    outlines = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "up": ((-r, r), (r, r), (0, -r)),
        "down": ((-r, -r), (r, -r), (0, r)),
        "diamond": ((0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0)),
        "bar": ((-2.5, -r - 1), (2.5, -r - 1), (2.5, r + 1), (-2.5, r + 1)),
        "cross": (
            *((-2, -r), (2, -r), (2, -2), (r, -2), (r, 2), (2, 2)),
            *((2, r), (-2, r), (-2, 2), (-r, 2), (-r, -2), (-2, -2)),
        ),
    }
    path = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in outlines[kind])
    return f'<polygon points="{path}" {style}/>'


def _stroke(
    start: tuple[float, float], end: tuple[float, float], colour: str, *, dashes: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
        f' stroke="{colour}"{dashed}/>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )


def _amount(power: int) -> str:
    if power < 0:
        return f"{10.0**power:.{-power}f}"
    return f"{10**power:,}"
