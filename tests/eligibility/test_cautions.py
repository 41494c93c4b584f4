"""A fixed pair stays whatever the rules say, and the commission is told which rule speaks."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from tests.factories import commune, contingent, household, instance, vacancy

from repartition.domain.instance import Instance, SpokenDecision
from repartition.eligibility import cautions
from repartition.eligibility.cautions import fixed_pair_cautions, inadmissible_cautions
from repartition.eligibility.charging import resolve_charging
from repartition.errors import Fault


def case(**changes: Any) -> Instance:
    return instance(
        **{
            "households": [household("ada"), household("bob", communes=["luynes"])],
            "vacancies": [vacancy("v1"), vacancy("v2", contingent="prefet")],
            "communes": [commune("luynes"), commune("tours")],
            "contingents": [contingent("prefet", "etat_prioritaires")],
        }
        | changes
    )


def warned(made: Instance) -> list[Fault]:
    return fixed_pair_cautions(made, resolve_charging(made))


def test_a_fixed_pair_that_no_rule_refuses_needs_no_caution() -> None:
    assert warned(case(fixed=[("ada", "v1")])) == []
    assert warned(case()) == []


def test_a_fixed_pair_is_named_with_every_rule_that_refuses_it() -> None:
    (caution,) = warned(case(fixed=[("ada", "v1"), ("bob", "v2")]))
    assert caution.value == "v2"
    assert "bob" in caution.problem
    # The contingent is not open to bob; only the decision makes the pair chargeable.
    assert caution.problem.endswith(
        "in spite of these rules: commune not asked for (commune), reserved for others (contingent)"
    )


def test_only_the_decision_makes_a_contingent_that_is_not_open_chargeable() -> None:
    # ada and v1 are the first of their tables, and nothing but the contingent speaks against them.
    reserved = vacancy("v1", contingent="prefet")
    (caution,) = warned(case(vacancies=[reserved], fixed=[("ada", "v1")]))
    assert caution.problem.endswith(": reserved for others (contingent)")


def test_a_caution_says_the_line_of_the_decision_it_is_about() -> None:
    made = case(fixed=[("ada", "v1"), ("bob", "v2")], forbidden=[("bob", "v1")])
    spoken = (
        SpokenDecision(0, 0, "attribution", file="data/decisions.csv", line=4),
        SpokenDecision(1, 0, "inadmissible", file="data/decisions.csv", line=3),
        SpokenDecision(1, 1, "attribution", file="data/decisions.csv", line=2),
    )
    inadmissible = np.array([1], np.int32)
    decisions = replace(made.decisions, spoken=spoken, inadmissible_household=inadmissible)
    assert [str(each) for each in warned(replace(made, decisions=decisions))] == [
        "data/decisions.csv:2 vacancy: v2: a decision attributes it to household bob, in spite of "
        "these rules: commune not asked for (commune), reserved for others (contingent): "
        "this attribution stays in the plan; delete this row if it is a mistake",
        "data/decisions.csv:3 household: bob: it is proposed for a dwelling although its request "
        "was found inadmissible: check that the request has been put right, or make the household "
        "inactive",
    ]


def test_a_dwelling_outside_the_period_is_named_too() -> None:
    late = vacancy("v1", available_on=date(2016, 1, 1))
    (caution,) = warned(case(vacancies=[late], fixed=[("ada", "v1")]))
    assert caution.problem.endswith("not open in the period (active)")


def test_many_fixed_pairs_are_looked_at_block_by_block(monkeypatch: Any) -> None:
    monkeypatch.setattr(cautions, "_BLOCK", 2)
    asking = [household(f"h{i}", active=i != 4) for i in range(5)]
    dwellings = [vacancy(f"v{i}") for i in range(5)]
    fixed = [(f"h{i}", f"v{4 - i}") for i in range(5)]
    (caution,) = warned(case(households=asking, vacancies=dwellings, fixed=fixed))
    assert (caution.value, "h4" in caution.problem) == ("v0", True)


def test_a_household_whose_request_was_inadmissible_is_named_wherever_it_is_proposed() -> None:
    made = case(fixed=[("ada", "v1")], forbidden=[("ada", "v2")])
    decisions = replace(made.decisions, inadmissible_household=np.array([0], np.int32))
    made = replace(made, decisions=decisions)
    (caution,) = warned(made)
    assert (caution.value, caution.column) == ("ada", "household")
    assert inadmissible_cautions(made, np.array([1])) == []
    assert len(inadmissible_cautions(made, np.array([0, 1]))) == 1
