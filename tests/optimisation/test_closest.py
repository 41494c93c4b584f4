"""Of the smallest changes that make a plan possible, the one shown; whether others would do."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.factories import Row, household, instance, programme, vacancy
from tests.optimisation import plans as every
from tests.optimisation.instances import crossing, draw, odd_cycles
from tests.optimisation.plans import every_plan, homes, program_of, rule_shortfalls, solve

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.errors import InfeasibleError
from repartition.optimisation import closest as closest_module
from repartition.optimisation.choices import smallest_slacks
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.closest import Closest, closest_plan
from repartition.optimisation.program import Program
from repartition.optimisation.search import Search
from repartition.optimisation.side_rows import Rule

Change = tuple[object, ...]


def failed(program: Program) -> Search:
    search = Search(program, Clock(), None)
    search.run()
    assert search.is_infeasible()
    return search


def closest(case: Instance, *, seconds: float | None = None) -> tuple[Program, Closest]:
    program = program_of(case)
    return program, closest_plan(case, failed(program), clock=Clock(seconds))


# --- against every plan there is


def key(rule: Rule) -> tuple[object, ...]:
    if isinstance(rule, QuotaRow):
        return (rule.quota, rule.kind, rule.group)
    return (rule.transfer, rule.contingent)


def every_change(case: Instance) -> dict[Change, tuple[Fraction, ...]]:
    """Return, for each smallest change, what its best plan is preferred by: less is better."""
    plans = every_plan(case)
    least = min(plans.tiers["hard"])
    by_rule = {
        key(rule): missed
        for rule, missed in rule_shortfalls(case, plans.choices, plans.taken).items()
        if not isinstance(rule, str)
    }
    side = program_of(case).side
    hard = [
        key(rule) for rule, level in zip(side.rules, side.slack_level, strict=True) if level == 0
    ]
    priority = case.households.table.column("priority")
    assert priority is not None
    first = priority.test(lambda cell: cell == "true")
    found: dict[Change, tuple[Fraction, ...]] = {}
    for plan, total in enumerate(plans.tiers["hard"]):
        if total != least:
            continue
        chosen = [plans.choices[i] for i in np.flatnonzero(plans.taken[plan])]
        leaving = sorted(every._stranded(case, chosen))
        missed = [by_rule[rule][plan] for rule in hard]
        wanted = (
            Fraction(len(leaving)),
            -Fraction(int(first[[choice[0] for choice in chosen]].sum())),
            sum((m * (len(hard) - i) for i, m in enumerate(missed)), Fraction(0)),
        )
        change = (*missed, *leaving)
        found[change] = min(wanted, found.get(change, wanted))
    return found


def infeasible(seeds: range) -> list[tuple[int, Instance]]:
    drawn = (
        (seed, crossing(seed) if seed % 2 else draw(seed, largest=4, hard=True)) for seed in seeds
    )
    return [(seed, case) for seed, case in drawn if every_plan(case).best()["hard"] > 0]


def change_of(case: Instance, program: Program, found: Closest) -> Change:
    slacks = smallest_slacks(program, found.columns)
    exits = program.household[found.columns[program.vacancy[found.columns] >= case.n_vacancies]]
    return (
        *(
            Fraction(int(slack), int(scale))
            for slack, scale, level in zip(
                slacks, program.side.slack_scale, program.side.slack_level, strict=True
            )
            if level == 0
        ),
        *sorted(int(case.households.frees[household]) for household in exits),
    )


def test_the_change_shown_is_smallest_and_the_most_wanted_of_those() -> None:
    answers = []
    for seed, case in infeasible(range(120)):
        program, found = closest(case)
        changes = every_change(case)
        shown = change_of(case, program, found)
        assert found.is_proven, seed
        assert found.missed == every_plan(case).best()["hard"], seed
        assert shown in changes, seed
        assert changes[shown] == min(changes.values()), seed
        assert found.others is (len(changes) > 1), seed
        answers.append(found.others)
    assert answers.count(True) >= 10
    assert answers.count(False) >= 10


# --- one of each kind, by name


def missed(case: Instance) -> tuple[list[str], str]:
    with pytest.raises(InfeasibleError) as stopped:
        solve(case)
    return [row for row, _sentence in stopped.value.missed], stopped.value.change.splitlines()[-1]


OTHERS = "Other changes of the same size would do as well."
NO_OTHER = "No other change of that size would do."


def two_for_one(*quotas: Row) -> Instance:
    """One home, for ada, who is ACI, or for pia, who has priority."""
    return instance(
        households=[household("ada", aci=True), household("pia", dalo=True, priority=True)],
        vacancies=[vacancy("v")],
        scenario={"quotas": quotas},
    )


ACI: Row = {"id": "aci", "who": {"aci": True}, "min": 1}
DALO: Row = {"id": "dalo", "who": {"dalo": True}, "min": 1}


@pytest.mark.parametrize("quotas", [(ACI, DALO), (DALO, ACI)])
def test_a_priority_household_is_not_given_up(quotas: Sequence[Row]) -> None:
    assert missed(two_for_one(*quotas)) == (["aci"], OTHERS)


def test_a_cap_is_loosened_rather_than_a_priority_household_given_up() -> None:
    nobody = {"id": "closed", "who": {"dalo": True}, "max": 0}
    case = two_for_one(DALO, nobody)
    assert missed(case) == (["closed"], OTHERS)


@pytest.mark.parametrize(
    ("quotas", "loosened"),
    [(("north", "south"), "south"), (("south", "north"), "north")],
)
def test_of_two_equal_quotas_the_one_written_later_is_loosened(
    quotas: Sequence[str], loosened: str
) -> None:
    case = instance(
        households=[household("ada")],
        vacancies=[vacancy("v", programme="north"), vacancy("w", programme="south")],
        programmes=[programme("north"), programme("south")],
        scenario={
            "quotas": [{"id": name, "where": {"programme": name}, "min": 1} for name in quotas]
        },
    )
    assert missed(case) == ([loosened], OTHERS)


def test_a_decision_is_given_up_last() -> None:
    """The tenant must go to v, where the quota wants nobody; or chosen does not get the home."""
    case = instance(
        households=[household("tenant"), household("chosen")],
        vacancies=[vacancy("home", freed_by="tenant"), vacancy("v", programme="shut")],
        programmes=[programme(), programme("shut")],
        fixed=[("chosen", "home")],
        scenario={"quotas": [{"id": "shut", "where": {"programme": "shut"}, "max": 0}]},
    )
    assert missed(case) == (["shut"], OTHERS)


def test_a_decision_is_given_up_even_after_a_priority_household() -> None:
    """One home for two: the tenant whom a decision moves, or pia, who has priority."""
    case = instance(
        households=[
            household("tenant"),
            household("chosen"),
            household("pia", dalo=True, priority=True, persons=2),
        ],
        vacancies=[vacancy("home", freed_by="tenant"), vacancy("v")],
        fixed=[("chosen", "home")],
        scenario={"quotas": [DALO]},
    )
    assert missed(case) == (["dalo"], OTHERS)


def test_where_only_one_change_would_do_that_is_said() -> None:
    assert missed(two_for_one({"id": "two", "min": 2})) == (["two"], NO_OTHER)


def test_the_same_rules_by_other_amounts_are_another_change() -> None:
    """Three homes of each landlord wanted, for four households: 1 and 1 missing, or 2 and 0."""
    case = instance(
        households=[household(f"h{i}") for i in range(4)],
        vacancies=[
            vacancy(f"{place}{i}", programme=place) for place in ("north", "south") for i in "012"
        ],
        programmes=[programme("north"), programme("south")],
        scenario={
            "quotas": [
                {"id": "each", "per": "programme", "min": 3},
                {"id": "few", "per": "programme", "max_share": Decimal(1)},
            ]
        },
    )
    _program, found = closest(case)
    assert (found.missed, found.others) == (2, True)


def test_who_is_housed_does_not_make_another_change() -> None:
    """Of two equal households one is housed: one of two is missing either way."""
    case = instance(
        households=[household("ada"), household("bob")],
        vacancies=[vacancy("v")],
        scenario={"quotas": [{"id": "two", "min": 2}]},
    )
    program, found = closest(case)
    assert len(homes(case, program.plan(found.columns))) == 1
    assert found.others is False


# --- when time runs out


def test_without_time_the_plan_shown_is_not_called_the_closest() -> None:
    _program, found = closest(nine_and_odd_cycles(), seconds=0.0)
    assert not found.is_proven
    assert (found.missed, found.least, found.others) == (4, 1, None)


def nine_and_odd_cycles() -> Instance:
    """Three homes for two triples of which each has one, and one for a family of nine there is not.

    For fractions of households only the family is missing; a whole plan misses one more.
    """
    return odd_cycles(2, 3, {"id": "nine", "who": {"persons": 9}, "min": 1})


def test_a_bound_that_no_plan_reaches_is_lowered_to_what_one_does() -> None:
    _program, found = closest(nine_and_odd_cycles())
    assert (found.missed, found.is_proven, found.others) == (2, True, True)


def test_where_time_ends_before_that_a_good_plan_is_shown_and_the_bound_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run_out(*_given: Any) -> None:
        raise OutOfTime

    case = nine_and_odd_cycles()
    search = failed(program_of(case))
    monkeypatch.setattr(Search, "_look_for_plan", run_out)
    found = closest_plan(case, search, clock=Clock())
    assert (found.missed, found.least, found.others) == (2, 1, None)


def test_when_time_ends_among_equals_the_change_is_still_smallest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bound = Search._bound_next_tier

    def stop_after_the_total(self: Search) -> None:
        if len(self.steps) > 1:
            raise OutOfTime
        bound(self)

    case = two_for_one(ACI, DALO)
    search = failed(program_of(case))
    monkeypatch.setattr(Search, "_bound_next_tier", stop_after_the_total)
    found = closest_plan(case, search, clock=Clock())
    assert (found.missed, found.is_proven, found.others) == (1, True, None)


def test_too_many_columns_for_integers_are_as_if_time_had_run_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(closest_module, "MOST_COLUMNS", 0)
    _program, found = closest(nine_and_odd_cycles())
    assert (found.is_proven, found.least, found.others) == (False, 1, None)


def test_what_is_not_settled_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closest_module, "MOST_COLUMNS", 0)
    with pytest.raises(InfeasibleError) as stopped:
        solve(nine_and_odd_cycles())
    assert stopped.value.change.splitlines()[-1] == (
        "With what stands after each arrow there is a plan. It is a change of 2 in all; there was"
        " no time to see whether a smaller one would do, down to 1."
    )
