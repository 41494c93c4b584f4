"""What ``check`` says of a grid: the range of its points, and how many meet each criterion."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.factories import Row, household, instance, vacancy
from tests.ingest.cotation.grids import criterion, grid

from repartition.domain.instance import Instance
from repartition.ingest.cotation.points import count_points
from repartition.language import spoken
from repartition.report.points import points, points_as_json

GRID = grid(
    criterion("dalo", 50, who={"dalo": True}),
    criterion("children", Decimal("2.5"), measure="children"),
    criterion("tenant", -10, who={"occupies": {"present": True}}),
)


def under_grid(*rows: Row) -> Instance:
    without = instance(households=rows, vacancies=[vacancy("v")])
    return replace(without, cotation=count_points(GRID, without.who_view(), label="grid.toml"))


# 50; 2 × 2.5 − 10 = −5; 2.5; and 100, not active, which counts for nothing.
ROWS = (
    household("a", dalo=True),
    household("b", persons=4, children=2, occupies="P"),
    household("c", persons=3, children=1),
    household("d", dalo=True, persons=9, children=20, active=False),
)


def test_it_says_the_fewest_the_median_and_the_most(rendered: Callable[..., str]) -> None:
    with spoken("en"):
        page = rendered(*points(under_grid(*ROWS), verbose=False), width=200)
    assert page.split("\n")[0].rstrip() == (
        "The grid “a grid” gives 3 active requests their points: from −5 to 50, 2.5 in the median."
    )
    assert "criterion dalo" not in page


def test_when_asked_for_more_it_says_how_many_meet_each_criterion(
    rendered: Callable[..., str],
) -> None:
    with spoken("en"):
        page = rendered(*points(under_grid(*ROWS), verbose=True))
    lines = {" ".join(line.split()) for line in page.split("\n")}
    assert {"criterion dalo 1 50", "criterion children 2 7.5", "criterion tenant 1 −10"} <= lines


def test_the_json_has_the_same_and_each_criterion() -> None:
    assert points_as_json(under_grid(*ROWS)) == {
        "grid": "a grid",
        "file": "grid.toml",
        "verified": False,
        "smallest": "-5",
        "median": "2.5",
        "largest": "50",
        "criteria": [
            {"criterion": "dalo", "met": 1, "points": "50"},
            {"criterion": "children", "met": 2, "points": "7.5"},
            {"criterion": "tenant", "met": 1, "points": "-10"},
        ],
    }


def test_of_two_in_the_middle_the_median_is_the_mean() -> None:
    """Of 50, −5, 2.5 and 0: (0 + 2.5) / 2."""
    found = points_as_json(under_grid(*ROWS, household("e")))
    assert found is not None
    assert found["median"] == "1.25"


def test_where_nobody_is_active_there_is_no_range(rendered: Callable[..., str]) -> None:
    nobody = under_grid(household("a", active=False))
    assert rendered(*points(nobody, verbose=True)).strip() == ""
    found = points_as_json(nobody)
    assert found is not None
    assert (found["smallest"], found["median"], found["largest"]) == (None, None, None)


def test_without_a_grid_nothing_is_said(rendered: Callable[..., str]) -> None:
    without = instance(households=[household("a")], vacancies=[vacancy("v")])
    assert rendered(*points(without, verbose=True)).strip() == ""
    assert points_as_json(without) is None
