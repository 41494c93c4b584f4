"""Two households for one dwelling, in sentences."""

import numpy as np
from tests.explanation.conftest import view_of
from tests.factories import household, instance, vacancy

from repartition.explanation.facts.comparison import (
    contests_for_dwellings,
    contests_for_households,
)
from repartition.explanation.wording.comparison import candidate_words, grouped_contests
from repartition.explanation.wording.lexicon import Lexicon

ORDER = {
    "objectives": [
        {"id": "aci", "maximise": "attributions", "who": {"aci": True}},
        {"id": "points", "maximise": "points"},
    ]
}


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

    assert list(grouped_contests(Lexicon.of(view.instance), contests)) == [
        "1 to a household that comes before it, by “aci” (most attributions; households: ACI): "
        "v4, where r4 counts, asked does not.",
        "2 to households that come before it, by “points” (most points): the closest, v2, 40 for "
        "asked, 42 for r2.",
        "1 to a household that, taken alone, comes after it (v3, by “points” (most points): 40 for "
        "asked, 10 for r3), but the plan as a whole is better so: ask about the pair for what it "
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

    assert candidate_words(above) == (
        "taken alone, comes before holder by “points” (50 for a, 45 for holder), but the plan as a "
        "whole is better as it is: ask about the pair for what it would cost"
    )
    assert candidate_words(below) == "comes after holder by “points”: 40 for b, 45 for holder"
