"""The reader's own outlines of communes: a GeoJSON file, read with care.

Only the outlines of the communes of the run are kept, as finely as a page can show them; whatever
else the file says of them is left out.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from repartition.errors import Fault, InputError
from repartition.language import _
from repartition.report.document import Area

Point = tuple[float, float]

MOST_BYTES: Final = 25_000_000
_FINENESS: Final = 1500
"""Steps that the width of a map is divided in: what is nearer than one is one point."""
_RING: Final = 4
_COORDINATES: Final = 2
_CODE_LENGTH: Final = 5
_LONGITUDES, _LATITUDES = 180, 90
_POLYGONS: Final = ("Polygon", "MultiPolygon")


def read_shapes(path: Path, communes: Collection[str]) -> tuple[Area, ...]:
    """Return the outlines of these communes, by INSEE code, in the order of the codes.

    Raises
    ------
    InputError
        With everything that keeps the file from being drawn.
    """
    features = _features(path)
    name = _code_property(path, features, communes)
    outlines = _Outlines(path)
    for place, feature in enumerate(features, 1):
        code = _code(_properties(feature).get(name))
        if code in communes:
            outlines.add(code, feature.get("geometry"), place)
    if outlines.faults:
        raise InputError(outlines.faults)
    return tuple(_drawable(outlines.rings))


def _features(path: Path) -> list[Mapping[str, Any]]:
    if path.stat().st_size > MOST_BYTES:
        _refuse(
            path,
            _("the file is too large for a page"),
            _("simplify its outlines until it weighs 25 MB or less"),
        )
    try:
        content = json.loads(path.read_bytes(), parse_constant=_no_number)
    except (ValueError, RecursionError):  # what is no UTF-8 is a ValueError too
        _refuse(path, _("this is not JSON"), _("save it as GeoJSON, in UTF-8"))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        _refuse(
            path,
            _("this is JSON, but not a collection of GeoJSON features"),
            _("save the outlines of the communes as a FeatureCollection"),
        )
    return features


def _code_property(
    path: Path, features: Iterable[Mapping[str, Any]], communes: Collection[str]
) -> str:
    """Return the property that holds INSEE codes: that with most communes of the run."""
    found: Counter[str] = Counter()
    names: set[str] = set()
    for feature in features:
        for name, value in _properties(feature).items():
            names.add(name)
            found[name] += _code(value) in communes
    best = min(found, key=lambda name: (-found[name], name), default=None)
    if best is None or not found[best]:
        known = ", ".join(sorted(names)) or _("none")
        _refuse(
            path,
            _("no property holds the INSEE code of a commune of this run"),
            _("give each outline such a property; those there are: {names}", names=known),
        )
    return best


@dataclass(slots=True)
class _Outlines:
    """What has been read so far: rings by commune, and what is wrong."""

    path: Path
    rings: dict[str, list[tuple[Point, ...]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, code: str, geometry: object, place: int) -> None:
        """Add the outlines of one feature, the ``place``-th of the file."""
        polygons = _polygons(geometry)
        rings = [ring for polygon in polygons or () for ring in _rings(polygon)]
        if polygons is None or not rings or None in rings:
            self.faults.append(
                Fault(
                    _("feature {place} has no outline that can be drawn", place=place),
                    _("give it a Polygon or a MultiPolygon made of finite numbers"),
                    file=str(self.path),
                    value=code,
                )
            )
            return
        self.rings.setdefault(code, []).extend(ring for ring in rings if ring is not None)


def _polygons(geometry: object) -> list[Any] | None:
    """Return the polygons of a geometry; None where it is something else."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _POLYGONS:
        return None
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return None
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _rings(polygon: object) -> Iterator[tuple[Point, ...] | None]:
    """Yield the rings of a polygon, the outer one turning left and holes right; None = unusable."""
    if not isinstance(polygon, list):
        yield None
        return
    for index, ring in enumerate(polygon):
        points = [_point(each) for each in ring] if isinstance(ring, list) else [None]
        sound = [point for point in points if point is not None]
        if len(sound) < len(points) or len(sound) < _RING:
            yield None
            continue
        turns_left = _area(sound) > 0
        yield tuple(sound if turns_left == (index == 0) else reversed(sound))


def _point(coordinates: object) -> Point | None:
    if not isinstance(coordinates, list) or len(coordinates) < _COORDINATES:
        return None
    x, y = coordinates[:_COORDINATES]
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (x, y)):
        return None
    try:
        point = float(x), float(y)
    except OverflowError:
        return None
    return point if all(map(math.isfinite, point)) else None


def _area(ring: Iterable[Point]) -> float:
    """Return twice the area a ring surrounds: positive where it turns left."""
    points = list(ring)
    following = [*points[1:], points[0]]
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, following, strict=True))


def _drawable(rings: Mapping[str, list[tuple[Point, ...]]]) -> Iterator[Area]:
    """Yield the areas on a plane, as finely as a page shows them."""
    flatten = _plane([point for each in rings.values() for ring in each for point in ring])
    for code in sorted(rings):
        simpler = [_without_repeats(flatten(point) for point in ring) for ring in rings[code]]
        kept = [ring for ring in simpler if len(ring) >= _RING] or [max(simpler, key=len)]
        yield Area(code, tuple(kept))


def _plane(points: list[Point]) -> Callable[[Point], Point]:
    """Return what takes a point to the plane, snapped to what a page can show.

    Longitudes shrink with the cosine of the middle latitude; metres of a projection are a plane
    already.
    """
    xs, ys = zip(*points, strict=True)
    on_earth = max(map(abs, xs)) <= _LONGITUDES and max(map(abs, ys)) <= _LATITUDES
    middle = (min(ys) + max(ys)) / 2
    shrink = math.cos(math.radians(middle)) if on_earth else 1.0
    width = max((max(xs) - min(xs)) * shrink, max(ys) - min(ys)) or 1.0

    def flatten(point: Point) -> Point:
        x, y = (point[0] - min_x) * shrink, point[1] - min_y
        return round(x / width * _FINENESS), round(y / width * _FINENESS)

    min_x, min_y = min(xs), min(ys)
    return flatten


def _without_repeats(points: Iterable[Point]) -> tuple[Point, ...]:
    kept: list[Point] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(point)
    return tuple(kept)


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _code(value: object) -> str:
    """Return an INSEE code as text: a number has lost its first zeros."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).zfill(_CODE_LENGTH)
    return value.strip() if isinstance(value, str) else ""


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _refuse(path: Path, problem: str, remedy: str) -> NoReturn:
    raise InputError([Fault(problem, remedy, file=str(path))])
