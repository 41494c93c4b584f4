"""Two households for one dwelling: the first objective that tells them apart decides."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.explanation.conftest import view_of
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.domain.table import NO_ROW
from repartition.explanation.facts.comparison import (
    contest,
    contests_for_dwellings,
    tier_standings,
)

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


def test_who_has_a_dwelling_counts_as_the_plan_charges_it_not_as_it_could_be() -> None:
    """The préfet's right is closed, so the plan charges the rival to the commune.

    Both could be charged to the préfet first: 1 for who asks, and 0, not 1, for the rival.
    """
    view = view_of(
        instance(
            households=[
                household("a", contingents=["prefet"]),
                household("r", contingents=["prefet", "mairie"]),
            ],
            vacancies=[vacancy("v", contingent="prefet")],
            contingents=[
                contingent("mairie", "commune", commune="tours"),
                contingent("prefet", "etat_prioritaires"),
            ],
            scenario={
                "contingents": {
                    "transfers": [
                        {
                            "id": "handback",
                            "from": {"kind": "etat_prioritaires"},
                            "to": {"kind": "commune"},
                        }
                    ]
                },
                "quotas": [{"id": "closed", "via": {"contingent": "prefet"}, "max": 0}],
                "objectives": [
                    {"id": "prefet", "maximise": "attributions", "via": {"contingent": "prefet"}},
                    {"id": "house", "maximise": "attributions"},
                ],
            },
        )
    )
    assert view.vacancy_of.tolist() == [NO_ROW, 0]
    first = contest(view, 0, 1, 0)[0]
    assert (first.tier, first.asked, first.rival, first.favours) == (
        "prefet",
        Decimal(1),
        Decimal(0),
        "asked",
    )


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
