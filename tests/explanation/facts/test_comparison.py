"""Two households for one dwelling: the first objective that tells them apart decides."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.explanation.conftest import view_of
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.explanation.facts.comparison import (
    contest,
    contests_for_dwellings,
    contests_for_households,
    tier_standings,
)
from repartition.explanation.wording.comparison import candidate_contest, grouped_contests

ORDER = {
    "objectives": [
        {"id": "aci", "maximise": "attributions", "who": {"aci": True}},
        {"id": "points", "maximise": "points"},
    ]
}


@pytest.mark.parametrize(
    ("asked", "rival", "favours", "tier", "values"),
    [
        # The rival counts in the first objective, whatever the points.
        ({"points": 90}, {"aci": True, "points": 1}, "rival", "aci", (0, 1)),
        # Both count, or neither: points decide.
        ({"points": 40}, {"points": 41}, "rival", "points", (40, 41)),
        ({"points": 41}, {"points": 40}, "asked", "points", (41, 40)),
    ],
)
def test_the_first_objective_that_differs_decides(
    asked: dict[str, Any],
    rival: dict[str, Any],
    favours: str,
    tier: str,
    values: tuple[int, int],
) -> None:
    view = view_of(
        instance(
            households=[household("a", **asked), household("r", **rival)],
            vacancies=[vacancy("v")],
            scenario=ORDER,
        ),
        plan={"r": "v"},
    )
    (found,) = contests_for_dwellings(view, 0, np.array([0]))

    assert found.decisive is not None
    assert (found.favours, found.decisive.tier) == (favours, tier)
    assert (found.decisive.asked, found.decisive.rival) == tuple(map(Decimal, values))


def test_after_points_waiting_decides_and_then_the_draw() -> None:
    """Equal in every objective of the scenario; the smaller number of the draw is better."""
    view = view_of(
        instance(households=[household("a"), household("b")], vacancies=[vacancy("v")]),
        plan={"b": "v"},
    )
    draw = view.instance.households.lottery
    (found,) = contests_for_dwellings(view, 0, np.array([0]))

    assert found.decisive is not None
    assert found.decisive.tier == "lottery"
    assert found.favours == ("asked" if draw[0] < draw[1] else "rival")


def test_an_objective_on_contingents_looks_at_what_the_plan_charges() -> None:
    """Both may be charged to the préfet, and only an attribution charged to it counts."""
    view = view_of(
        instance(
            households=[
                household("a", contingents=[]),
                household("r", contingents=["prefet"]),
            ],
            vacancies=[vacancy("v", contingent="prefet")],
            contingents=[contingent("prefet", "etat_prioritaires")],
            scenario={
                "eligibility": {"contingents": False},
                "objectives": [
                    {
                        "id": "prefet",
                        "maximise": "attributions",
                        "via": {"kind": "etat_prioritaires"},
                    }
                ],
            },
        ),
        plan={"r": "v"},
    )
    first = contest(view, 0, 1, 0)[0]
    assert (first.tier, first.asked, first.rival, first.favours) == (
        "prefet",
        Decimal(1),
        Decimal(1),
        "neither",
    )


def test_a_household_is_told_by_which_objective_and_who_was_closest() -> None:
    """Against v1 it lacks 50 points, against v2 only 2; v3 has a household with less."""
    view = view_of(
        instance(
            households=[
                household("asked", points=40),
                household("r1", points=90),
                household("r2", points=42),
                household("r3", points=10),
                household("r4", points=0, aci=True),
            ],
            vacancies=[vacancy(f"v{number}") for number in range(1, 5)],
            scenario=ORDER,
        ),
        plan={"r1": "v1", "r2": "v2", "r3": "v3", "r4": "v4"},
    )
    contests = contests_for_dwellings(view, 0, np.arange(4))

    assert list(grouped_contests(view.instance.scenario, contests)) == [
        "1 goes to a household that counts in “aci” (most attributions; households: aci = yes), "
        "where this one does not (v4, to r4).",
        "2 go to households that do better in “points” (most points). The closest, v2: asked: 40; "
        "r2: 42.",
        "1 goes to a household that, alone, would do less well (v3, in “points” (most points): "
        "asked: 40; r3: 10): the plan as a whole does better so. Ask about the pair for what it "
        "would cost.",
    ]


def test_candidates_are_held_against_the_household_that_has_the_dwelling() -> None:
    view = view_of(
        instance(
            households=[
                household("a", points=50),
                household("b", points=40),
                household("holder", points=45),
            ],
            vacancies=[vacancy("v")],
            scenario=ORDER,
        ),
        plan={"holder": "v"},
    )
    above, below = contests_for_households(view, 0, 2, np.array([0, 1]))

    assert candidate_contest(above) == (
        "taken alone, would do better in “points” (a: 50; holder: 45), but the plan as a whole "
        "would not: ask about the pair for what it would cost"
    )
    assert candidate_contest(below) == "would do less well in “points”: b: 40; holder: 45"


def test_each_objective_says_how_many_others_it_would_prefer() -> None:
    """Degrees of fragility are minimised, for ACI households only: the two others count 0."""
    view = view_of(
        instance(
            households=[
                household("aci", aci=True, points=45),
                household("b", points=50),
                household("c", points=45),
            ],
            vacancies=[vacancy("v")],
            programmes=[programme("residence", fragility=2)],
            scenario={
                "objectives": [
                    {"id": "spare", "minimise": "fragility", "who": {"aci": True}},
                    {"id": "points", "maximise": "points"},
                ]
            },
        ),
        plan={"aci": "v"},
    )
    spare, points, *_implied = tier_standings(view, 0, 0, np.array([1, 2]))

    assert (spare.value, spare.better, spare.equal, spare.worse) == (Decimal(2), 2, 0, 0)
    assert (points.value, points.better, points.equal, points.worse) == (Decimal(45), 1, 1, 0)
