"""Maps: tiles for the communes of the métropole, or the reader's outlines, whatever is in them."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from repartition.errors import InputError
from repartition.report.document import Area, Column, Map, Table, Unit
from repartition.report.maps import shapes
from repartition.report.maps.shapes import read_shapes
from repartition.report.maps.tiles import is_on_grid, tile_map
from repartition.report.rendering.charts import is_drawable, still, vega_spec
from repartition.synthesis.territory import COMMUNES

SQUARE = [[0.6, 47.3], [0.7, 47.3], [0.7, 47.4], [0.6, 47.4], [0.6, 47.3]]
HOLE = [[0.62, 47.32], [0.62, 47.38], [0.68, 47.38], [0.68, 47.32], [0.62, 47.32]]


def feature(code: Any, *rings: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": kind, "coordinates": list(rings) or [SQUARE]},
    }


def written(folder: Path, *features: Any) -> Path:
    path = folder / "shapes.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8"
    )
    return path


def middle(area: Area) -> tuple[float, float]:
    xs, ys = zip(*area.rings[0], strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def turn(ring: tuple[tuple[float, float], ...]) -> float:
    """Return twice the area of a ring: positive where it turns left."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in pairs)


def test_every_commune_of_the_metropole_has_its_tile_and_no_two_share_one() -> None:
    codes = [commune.code for commune in COMMUNES]
    areas = tile_map(codes)

    assert len(codes) == 22
    assert all(is_on_grid(code) for code in codes)
    assert [area.code for area in areas] == codes
    assert len({middle(area) for area in areas}) == 22


def test_a_tile_stands_about_where_its_commune_does() -> None:
    place = {area.code: middle(area) for area in tile_map([c.code for c in COMMUNES])}
    tours, joue, fondettes, mettray = (place[c] for c in ("37261", "37122", "37109", "37152"))

    assert joue[1] < tours[1] < mettray[1]  # south, Tours, north
    assert fondettes[0] < tours[0]  # west


def test_communes_unknown_to_the_grid_stand_after_the_others_in_their_order() -> None:
    areas = {area.code: middle(area) for area in tile_map(["99001", "37261", "99002"])}

    assert areas["99001"][1] == areas["99002"][1] < areas["37261"][1] - 1
    assert areas["99001"][0] < areas["99002"][0]
    assert [area.code for area in tile_map(["x", "y"])] == ["x", "y"]


def test_outlines_are_found_by_the_property_that_holds_the_codes(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        feature("37261", nom="Tours", population="37109"),
        feature("37109", nom="Fondettes", population="3"),
        feature("41018", nom="Blois"),
    )
    assert [area.code for area in read_shapes(path, {"37261", "37109"})] == ["37109", "37261"]


def test_a_code_that_lost_its_first_zero_is_recognised(tmp_path: Path) -> None:
    (area,) = read_shapes(written(tmp_path, feature(1004)), {"01004"})
    assert area.code == "01004"


def test_one_commune_in_two_features_is_one_area(tmp_path: Path) -> None:
    path = written(tmp_path, feature("1"), feature("1", [SQUARE], kind="MultiPolygon"))
    (area,) = read_shapes(path, {"1"})
    assert len(area.rings) == 2


def test_a_hole_turns_the_other_way_whatever_the_file_does(tmp_path: Path) -> None:
    for outer in (SQUARE, SQUARE[::-1]):
        for hole in (HOLE, HOLE[::-1]):
            (area,) = read_shapes(written(tmp_path, feature("1", outer, hole)), {"1"})
            assert turn(area.rings[0]) > 0 > turn(area.rings[1])


def test_longitudes_shrink_with_the_latitude_and_metres_do_not(tmp_path: Path) -> None:
    # A tenth of a degree each way at 47.35° north: cos = 0.677
    (on_earth,) = read_shapes(written(tmp_path, feature("1")), {"1"})
    metres = [[500000, 6700000], [500090, 6700000], [500090, 6700090], [500000, 6700090]]
    (plane,) = read_shapes(written(tmp_path, feature("1", [*metres, metres[0]])), {"1"})

    def ratio(area: Area) -> float:
        xs, ys = zip(*area.rings[0], strict=True)
        return (max(xs) - min(xs)) / (max(ys) - min(ys))

    assert ratio(on_earth) == pytest.approx(0.677, abs=0.002)
    assert ratio(plane) == 1


def test_outlines_are_no_finer_than_a_page(tmp_path: Path) -> None:
    side = [[0.6 + 0.1 * step / 20_000, 47.3] for step in range(20_000)]
    (area,) = read_shapes(written(tmp_path, feature("1", [*side, *SQUARE[1:]])), {"1"})
    assert len(area.rings[0]) < 2000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "this is not JSON"),
        (b"{", "this is not JSON"),
        (b"[" * 100_000, "this is not JSON"),
        (b'{"features": [NaN]}', "this is not JSON"),
        (b"[]", "not a collection of GeoJSON features"),
        (b'{"features": 3}', "not a collection of GeoJSON features"),
        (b'{"features": [3]}', "not a collection of GeoJSON features"),
        (b'{"features": []}', "those there are: none"),
        (b'{"features": [{"properties": null}]}', "those there are: none"),
        (b'{"features": [{"properties": {"nom": "Tours"}}]}', "those there are: nom"),
    ],
)
def test_a_file_that_holds_no_outlines_is_refused_in_words(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "shapes.geojson"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence) as caught:
        read_shapes(path, {"37261"})
    (fault,) = caught.value.faults
    assert fault.remedy
    assert fault.file == str(path)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [3]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, "x"], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [True, 1], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [10**400, 1], [1, 1], [0, 0]]]},
        {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1e999, 1], [1, 1], [0, 0]]]]},
        {"type": "MultiPolygon", "coordinates": [3]},
    ],
)
def test_every_outline_that_cannot_be_drawn_is_named(tmp_path: Path, geometry: Any) -> None:
    broken = {"properties": {"code": "37261"}, "geometry": geometry}
    path = tmp_path / "shapes.geojson"
    text = json.dumps({"features": [feature("37109"), broken, broken]}).replace("Infinity", "1e999")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_shapes(path, {"37261", "37109"})

    assert [fault.problem for fault in caught.value.faults] == [
        "feature 2 has no outline that can be drawn",
        "feature 3 has no outline that can be drawn",
    ]


def test_a_file_too_large_for_a_page_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, feature("37261"))
    monkeypatch.setattr(shapes, "MOST_BYTES", path.stat().st_size - 1)
    with pytest.raises(InputError, match="too large for a page"):
        read_shapes(path, {"37261"})
    monkeypatch.setattr(shapes, "MOST_BYTES", path.stat().st_size)
    assert read_shapes(path, {"37261"})


def drawn(*values: tuple[str, str, int | str], unit: Unit = Unit.COUNT) -> list[dict[str, Any]]:
    """Return what a map shows of (name, code, value) rows."""
    table = Table("t", "t", (Column("name"), Column("code"), Column("value", unit)), tuple(values))
    codes = [code for _name, code, _value in values]
    chart = Map("m", "l", code=1, name=0, value=2, areas=tile_map(codes), is_schematic=True)
    spec = vega_spec(chart, table)
    assert "<svg" in still(spec, "key")
    return next(source["values"] for source in spec["data"] if source.get("values"))  # type: ignore[no-any-return]


def test_a_map_writes_each_number_and_darkens_with_it() -> None:
    few, most, none = drawn(("A", "1", 10), ("B", "2", 1000), ("C", "3", 0))

    assert [few["text"], most["text"], none["text"]] == ["10", "1,000", "0"]
    assert len({few["fill"], most["fill"], none["fill"]}) == 3
    assert most["ink"] == "#FFFFFF"


def test_a_legend_says_in_which_unit_and_which_numbers_have_each_colour() -> None:
    columns = (Column("name"), Column("code"), Column("value", Unit.SHARE))
    shares = [0, 1, 2, 30, 90, 100]
    found = [*(Fraction(share, 100) for share in shares), None]
    rows = tuple((f"c{n}", f"{n}", share) for n, share in enumerate(found))
    areas = tile_map([row[1] for row in rows])
    chart = Map("m", "share (%)", code=1, name=0, value=2, areas=areas, is_schematic=True)
    spec = vega_spec(chart, Table("t", "t", columns, rows))
    (legend,) = spec["legends"]
    (scale,) = (each for each in spec["scales"] if each["name"] == legend["fill"])
    shown = next(source["values"] for source in spec["data"] if source.get("values"))

    assert legend["title"] == "share (%)"
    assert scale["domain"] == ["0.0%", "1.0% to 2.0%", "30.0%", "90.0% to 100.0%", "–"]
    colour = dict(zip(scale["domain"], scale["range"], strict=True))
    assert all(colour[area["class"]] == area["fill"] for area in shown)


def test_neighbours_of_tours_touch_its_tile_and_there_is_no_hole_inside() -> None:
    place = {area.code: middle(area) for area in tile_map([c.code for c in COMMUNES])}
    column, row = place["37261"]
    names = {code.code: code.name for code in COMMUNES}
    touching = {
        names[code] for code, (x, y) in place.items() if round(abs(x - column) + abs(y - row)) == 1
    }

    assert touching == {
        "Saint-Cyr-sur-Loire", "La Riche", "Saint-Pierre-des-Corps", "Joué-lès-Tours",
    }  # fmt: skip
    # In every row, from its first tile to its last, there is one.
    rows: dict[int, list[int]] = {}
    for x, y in place.values():
        rows.setdefault(round(y), []).append(round(x))
    inner = [xs for y, xs in rows.items() if min(rows) < y < max(rows)]
    assert all(sorted(xs) == [*range(min(xs), max(xs) + 1)] for xs in inner)


def test_every_name_of_the_metropole_stands_whole_on_its_tile() -> None:
    shown = drawn(*((commune.name, commune.code, 1) for commune in COMMUNES))

    assert [area["short"].replace("\n", "") for area in shown] == [
        commune.name for commune in COMMUNES
    ]


def test_an_area_whose_number_may_not_be_shown_is_not_drawn() -> None:
    shown = drawn(("A", "1", 100), ("B", "2", "n.c."))

    assert [area["name"] for area in shown] == ["A"]


def test_a_map_of_nothing_that_may_be_shown_is_not_drawn_at_all() -> None:
    columns = (Column("name"), Column("code"), Column("value", Unit.COUNT))
    for value, is_drawn in (("n.c.", False), (12, True)):
        table = Table("t", "t", columns, (("A", "1", value),))
        chart = Map("m", "l", code=1, name=0, value=2, areas=tile_map(["1"]), is_schematic=True)
        assert is_drawable(chart, table) == is_drawn


def test_gains_and_losses_have_colours_of_their_own() -> None:
    gain, loss = drawn(("A", "1", 10), ("B", "2", -10), unit=Unit.CHANGE)

    assert (gain["text"], loss["text"]) == ("+10", "−10")
    assert gain["fill"] != loss["fill"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Tours", "Tours"),
        ("Joué-lès-Tours", "Joué-lès-Tours"),
        ("Saint-Pierre-des-Corps", "Saint-Pierre-\ndes-Corps"),
        ("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", "Saint-Remy-en-\nBouzemont-…"),
        ("Llanfairpwllgwyngyll", "Llanfairpwllgwyn"),
        ("", ""),
    ],
)
def test_a_name_takes_two_lines_of_a_tile_at_most(name: str, lines: str) -> None:
    (shown,) = drawn((name, "1", 1))
    assert shown["short"] == lines
