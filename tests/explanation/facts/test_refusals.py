"""By how much a rule refuses: the arithmetic, rule by rule, and the nearest of several."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.eligibility.law import USUAL_GRID, ceilings
from tests.explanation.conftest import view_of
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.explanation.facts.distances import distances
from repartition.explanation.facts.screening import screening_of_household

PREFET = contingent("prefet", "etat_prioritaires")
MAIRIE = contingent("mairie", "commune", commune="tours")
APART = {
    "communes": [commune("tours"), commune("joue", name="Joué-lès-Tours")],
    "programmes": [programme("residence"), programme("ailleurs", commune="joue")],
}


@pytest.mark.parametrize(
    ("rule", "asked", "offers", "others", "expected"),
    [
        # T3 to T4 for three: one room short, two rooms short, one too many.
        (
            "typology",
            {"persons": 3},
            [{"typology": "T2"}, {"typology": "T1"}, {"typology": "T5"}],
            {"grid": USUAL_GRID},
            [1, 2, 1],
        ),
        # 16 m² for two, in hundredths.
        ("surface", {"persons": 2}, [{"surface": 15}, {"surface": 15.9}], {}, [100, 10]),
        # PLAI 11,006 and PLUS 20,013 for one: cents above.
        (
            "ceiling",
            {"reference_income": 20100},
            [{"financing": "PLAI"}, {"financing": "PLUS"}],
            {"ceilings": ceilings()},
            [909400, 8700],
        ),
        # 34.1 % and 40 % in hundredths of a percent.
        (
            "effort",
            {"monthly_income": 1000},
            [{"rent": 341}, {"rent": 400}],
            {"scenario": {"eligibility": {"max_effort": Decimal("0.33")}}},
            [3410, 4000],
        ),
        # A commune is asked for or is not: no nearer and farther.
        ("commune", {}, [{}, {}], {}, [0, 0]),
    ],
)
def test_the_nearest_miss_is_the_one_least_beyond_the_rule(
    rule: str,
    asked: dict[str, Any],
    offers: list[dict[str, Any]],
    others: dict[str, Any],
    expected: list[int],
) -> None:
    rows = [vacancy(f"v{place}", **offer) for place, offer in enumerate(offers)]
    found = instance(households=[household("h", **asked)], vacancies=rows, **others)
    every = np.arange(len(rows), dtype=np.int32)

    assert distances(found, rule, np.zeros(1, np.int32), every).tolist() == expected


def test_without_income_the_cheapest_is_nearest_and_comes_after_all_who_have_one() -> None:
    found = instance(
        households=[household("a", monthly_income=100), household("b")],
        vacancies=[vacancy("v", rent=300)],
        scenario={"eligibility": {"max_effort": Decimal("0.33")}},
    )
    rich, poor = distances(
        found, "effort", np.arange(2, dtype=np.int32), np.zeros(1, np.int32)
    ).tolist()
    assert rich < poor


def test_the_nearest_dwelling_is_named_among_those_one_rule_alone_shuts() -> None:
    """v1 (34.1 %) is the nearest that only effort shuts: v0 (33.5 %) is too small as well."""
    view = view_of(
        instance(
            households=[household("h", monthly_income=1000)],
            vacancies=[
                vacancy("v0", rent=335, surface=8),
                vacancy("v1", rent=341),
                vacancy("v2", rent=400),
            ],
            scenario={"eligibility": {"max_effort": Decimal("0.33")}},
        ),
        plan={},
    )
    (effort,) = screening_of_household(view, 0).barriers
    assert (effort.rule, effort.count, effort.vacancy) == ("effort", 2, "v1")
