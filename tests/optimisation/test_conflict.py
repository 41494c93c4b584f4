"""Rules that cannot hold together: they cannot, and without any one of them the others can."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.factories import Row, contingent, household, instance, programme, vacancy
from tests.optimisation.instances import crossing, draw, odd_cycles
from tests.optimisation.plans import every_plan, rule_shortfalls

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.language import spoken
from repartition.optimisation import conflict as conflict_module
from repartition.optimisation import conflicts_in_words, feasibility
from repartition.optimisation.clock import Clock
from repartition.optimisation.conflict import (
    Conflict,
    Conflicts,
    Smallest,
    find_conflicts,
    smallest_part,
)
from repartition.optimisation.conflict_words import conflict_lines
from repartition.optimisation.feasibility import Judge, Member, Verdict
from repartition.optimisation.side_rows import Rule

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time

ACI = {"who": {"aci": True}}
Name = tuple[str, ...]
"""A hard rule: a quota, its bound and its group; a transfer and its contingent; a decision."""


def name(rule: Rule) -> Name:
    if isinstance(rule, QuotaRow):
        return (rule.quota, rule.kind, rule.group)
    return (str(rule.transfer), str(rule.contingent))


def names(case: Instance, conflict: Conflict) -> set[Name]:
    return {name(row) for row in conflict.rows} | {
        decisions(case)[place] for place in conflict.decisions
    }


def decisions(case: Instance) -> list[Name]:
    taken = case.decisions
    pairs = zip(taken.fixed_household.tolist(), taken.fixed_vacancy.tolist(), strict=True)
    return [(f"h{household}", f"v{vacancy}") for household, vacancy in pairs]


def hard_rules(case: Instance) -> set[Name]:
    plans = every_plan(case)
    rules = rule_shortfalls(case, plans.choices, plans.taken[:1])
    return set(decisions(case)) | {
        name(rule)
        for rule in rules
        if not isinstance(rule, str) and not (isinstance(rule, QuotaRow) and rule.family.level)
    }


def can_hold(case: Instance, rules: Iterable[Name]) -> bool:
    """Return whether some plan of all there are meets these rules; the others do not bind.

    A decision that does not leaves its pair possible, whatever rule refuses it.
    """
    whole, wanted = case, set(rules)
    kept = [place for place, decision in enumerate(decisions(case)) if decision in wanted]
    taken = case.decisions
    case = replace(
        case,
        decisions=replace(
            taken,
            fixed_household=taken.fixed_household[kept],
            fixed_vacancy=taken.fixed_vacancy[kept],
        ),
    )
    plans = every_plan(case, opened=whole)
    missed = [
        found
        for rule, found in rule_shortfalls(case, plans.choices, plans.taken).items()
        if isinstance(rule, str) or name(rule) in wanted
    ]
    return any(not any(plan) for plan in zip(*missed, strict=True))


def conflicts_of(case: Instance) -> Conflicts:
    return find_conflicts(case, clock=Clock())


def said(case: Instance) -> list[str]:
    return list(conflicts_in_words(case))


# --- against every plan there is


def infeasible(seeds: range) -> list[tuple[int, Instance]]:
    drawn = (
        (seed, crossing(seed) if seed % 2 else draw(seed, largest=4, hard=True)) for seed in seeds
    )
    return [(seed, case) for seed, case in drawn if every_plan(case).best()["hard"] > 0]


def test_a_conflict_cannot_hold_and_without_any_of_its_rules_it_can() -> None:
    sizes: list[int] = []
    with_decisions = 0
    for seed, case in infeasible(range(160)):
        found = conflicts_of(case)
        assert found.found, seed
        for conflict in found.found:
            assert conflict.smallest is Smallest.BY_RULE, seed
            rules = names(case, conflict)
            assert not can_hold(case, rules), seed
            for rule in rules:
                assert can_hold(case, rules - {rule}), (seed, rule)
            sizes.append(len(conflict))
            with_decisions += bool(conflict.decisions)
    assert {1, 2, 3} <= set(sizes)
    assert with_decisions >= 5


def test_conflicts_share_no_rule_and_what_is_said_of_the_others_is_so() -> None:
    several = 0
    for seed, case in infeasible(range(160)):
        found = conflicts_of(case)
        cores = [names(case, conflict) for conflict in found.found]
        assert sum(map(len, cores)) == len(set().union(*cores)), seed
        left = hard_rules(case) - set().union(*cores)
        assert found.rest == (
            None if not left else Verdict.HOLD if can_hold(case, left) else Verdict.CANNOT
        ), seed
        several += len(cores) > 1
    assert several >= 5


def test_any_set_of_rules_is_judged_as_every_plan_says() -> None:
    """Also where the last question's columns and basis are the start of the next."""
    for _seed, case in infeasible(range(60)):
        judge = Judge(case, Clock())
        rules = sorted(judge.all_rules())
        side = judge.program(frozenset(rules)).side
        for left_out in [frozenset[Member](), *(frozenset([rule]) for rule in rules)]:
            kept = frozenset(rules) - left_out
            expected = can_hold(
                case,
                [
                    decisions(case)[rule.place]
                    if rule.is_decision
                    else name(side.rules[rule.place])
                    for rule in kept
                ],
            )
            verdict, needed = judge.ask(kept)
            assert verdict is (Verdict.HOLD if expected else Verdict.CANNOT)
            assert judge.verdict(kept) is verdict
            if verdict is Verdict.CANNOT:
                assert judge.ask(needed)[0] is Verdict.CANNOT


# --- one of each kind, by name


def made(aci: int, others: int, dwellings: int, *quotas: Row, **tables: Any) -> Instance:
    """Return ACI households ``a0…``, others ``o0…``, dwellings ``v0…`` and some quotas."""
    people = [household(f"a{i}", aci=True) for i in range(aci)]
    people += [household(f"o{i}") for i in range(others)]
    return instance(
        households=people,
        vacancies=[vacancy(f"v{i}") for i in range(dwellings)],
        scenario={"quotas": quotas},
        **tables,
    )


TOGETHER = (
    "These rules cannot all hold together; without any one of them, the others of the list can."
    " Loosen one, or give it a soft level:"
)
ALONE = "This rule cannot hold, even alone; loosen it, or give it a soft level:"
OTHERS_HOLD = "All the other hard rules can hold together."


def test_two_quotas() -> None:
    """Three homes, two households of each kind: two ACI and two others are one too many."""
    case = made(
        2, 2, 3, {"id": "aci", "min": 2} | ACI, {"id": "others", "who": {"aci": False}, "min": 2}
    )
    assert said(case) == [
        TOGETHER,
        "  - quota aci: at least 2",
        "  - quota others: at least 2",
    ]


def test_a_minimum_and_a_maximum_elsewhere() -> None:
    """Of two programmes, a cap in one is needed for the conflict, a third quota is not."""
    case = instance(
        households=[household(f"a{i}", aci=True) for i in range(3)],
        vacancies=[
            vacancy("v0", programme="north"),
            vacancy("v1", programme="south"),
            vacancy("v2", programme="south"),
        ],
        programmes=[programme("north"), programme("south")],
        scenario={
            "quotas": [
                {"id": "cap", "per": "programme", "max_share": Decimal("0.5"), "of": "vacancies"}
                | ACI,
                {"id": "engagement", "min": 2} | ACI,
                {"id": "all", "max": 3},
            ]
        },
    )
    # ⌊0.5 × 1⌋ = 0 in the north and ⌊0.5 × 2⌋ = 1 in the south
    assert said(case) == [
        TOGETHER,
        "  - quota cap [north]: at most 50 % of the dwellings, that is 0",
        "  - quota cap [south]: at most 50 % of the dwellings, that is 1",
        "  - quota engagement: at least 2",
        OTHERS_HOLD,
    ]


def test_a_quota_and_a_transfer() -> None:
    """Both dwellings are the State's; of two handed back to Action logement one may go there."""
    case = instance(
        households=[household(f"h{i}", contingents=["action"]) for i in range(2)],
        vacancies=[vacancy(f"v{i}", contingent="prefet") for i in range(2)],
        contingents=[
            contingent("action", "action_logement"),
            contingent("prefet", "etat_prioritaires"),
        ],
        scenario={
            "contingents": {
                "transfers": [
                    {
                        "id": "handback",
                        "from": {"kind": "etat_prioritaires"},
                        "to": {"kind": "action_logement"},
                        "max_share": Decimal("0.5"),
                    }
                ]
            },
            "quotas": [{"id": "promise", "min": 2}],
        },
    )
    assert said(case) == [
        TOGETHER,
        "  - transfer handback, dwellings of prefet: at most 1 attribution",
        "  - quota promise: at least 2",
    ]


def test_a_quota_and_a_decision() -> None:
    """One ACI household, and the only home it can have is given to another."""
    case = instance(
        households=[household("ada", aci=True, persons=2), household("bob"), household("cem")],
        vacancies=[vacancy("v1"), vacancy("v2", surface=10)],
        fixed=[("bob", "v1"), ("cem", "v2")],
        scenario={"quotas": [{"id": "aci", "min": 1} | ACI]},
    )
    assert said(case) == [
        TOGETHER,
        "  - quota aci: at least 1",
        "  - decision: dwelling v1 is given to bob",
        OTHERS_HOLD,
    ]


def test_a_conflict_that_can_be_told_without_decisions_is() -> None:
    case = made(
        1,
        1,
        1,
        {"id": "aci", "min": 1} | ACI,
        {"id": "others", "who": {"aci": False}, "min": 1},
        fixed=[("o0", "v0")],
    )
    assert said(case)[:3] == [
        TOGETHER,
        "  - quota aci: at least 1",
        "  - quota others: at least 1",
    ]


def test_a_quota_that_only_a_decision_can_meet_is_not_called_impossible() -> None:
    """Ada's home is too small for her, and the commission gives it all the same."""
    case = instance(
        households=[household("ada", aci=True, persons=4), household("bob")],
        vacancies=[vacancy("v", surface=20), vacancy("w", surface=20)],
        fixed=[("ada", "v"), ("bob", "w")],
        scenario={
            "quotas": [
                {"id": "aci", "min": 1} | ACI,
                {"id": "shut", "where": {"vacancy": "w"}, "max": 0},
            ]
        },
    )
    assert said(case) == [
        TOGETHER,
        "  - quota shut: at most 0",
        "  - decision: dwelling w is given to bob",
        OTHERS_HOLD,
    ]


def test_what_a_decision_reserves_is_open_to_its_pair_alone_when_it_does_not_bind() -> None:
    """Ada has no right to the State's two dwellings; the commission gives her one of them.

    If it did not, she could have that one still, never the other: both cannot count.
    """
    case = instance(
        households=[household("ada"), household("bob")],
        vacancies=[vacancy("v", contingent="prefet"), vacancy("w", contingent="prefet")],
        contingents=[contingent("prefet", "etat_prioritaires")],
        fixed=[("ada", "v")],
        scenario={
            "quotas": [
                {"id": "shut", "where": {"vacancy": "v"}, "max": 0},
                {"id": "one", "min": 1},
            ]
        },
    )
    assert said(case) == [
        TOGETHER,
        "  - quota shut: at most 0",
        "  - quota one: at least 1",
        OTHERS_HOLD,
    ]


def test_a_decision_that_leaves_a_tenant_nowhere_to_go_is_a_conflict_alone() -> None:
    case = instance(
        households=[household("tenant"), household("chosen")],
        vacancies=[vacancy("home", freed_by="tenant")],
        fixed=[("chosen", "home")],
    )
    assert said(case) == [
        "This decision cannot be kept, even if no other rule held; review it:",
        "  - decision: dwelling home is given to chosen, so that tenant, who lives in it, needs"
        " another dwelling",
    ]


def test_counters_alone() -> None:
    case = made(1, 0, 1, {"id": "q", "max": 1}, counters={("q", ""): (3, 3)})
    assert said(case) == [
        ALONE,
        "  - quota q: at most 1 (3 counted before); 3 count before any attribution",
    ]


def test_counters_that_no_attribution_can_make_up_for() -> None:
    """None of 3 so far; with one ACI household 1 of 4, less than half."""
    case = made(
        1, 0, 1, {"id": "q", "min_share": Decimal("0.5")} | ACI, counters={("q", ""): (0, 3)}
    )
    assert said(case)[1:] == [
        "  - quota q: at least 50 %; at best 1 of 4 count (1 eligible household for 1 dwelling)",
    ]


def test_nobody_eligible() -> None:
    """Two ACI households are too large for every dwelling; a third fits."""
    case = instance(
        households=[household(f"a{i}", aci=True, persons=1 + 3 * (i > 0)) for i in range(3)],
        vacancies=[vacancy("v1", surface=20), vacancy("v2", surface=20)],
        scenario={"quotas": [{"id": "aci", "min": 2} | ACI]},
    )
    assert said(case) == [
        ALONE,
        "  - quota aci: at least 2; at most 1 can count (1 eligible household for 2 dwellings)",
    ]


def test_a_share_of_the_dwellings_says_how_many_that_is() -> None:
    """⌈0.8 × 3⌉ = 3, and two households."""
    case = made(2, 0, 3, {"id": "q", "min_share": Decimal("0.8"), "of": "vacancies"} | ACI)
    assert said(case)[1:] == [
        "  - quota q: at least 80 % of the dwellings, that is 3; at most 2 can count"
        " (2 eligible households for 3 dwellings)",
    ]


def test_rules_that_cannot_hold_alone_are_listed_together() -> None:
    case = made(
        1, 1, 4, {"id": "aci", "min": 2} | ACI, {"id": "all", "min": 3}, {"id": "cap", "max": 4}
    )
    assert said(case) == [
        "Each of these 2 rules cannot hold, even alone; loosen them, or give them a soft level:",
        "  - quota aci: at least 2; at most 1 can count (1 eligible household for 4 dwellings)",
        "  - quota all: at least 3; at most 2 can count (2 eligible households for 4 dwellings)",
        OTHERS_HOLD,
    ]


def test_halves_of_a_household_are_no_plan() -> None:
    """Exactly one attribution, exactly half of them ACI: fractions could, households cannot."""
    case = made(
        1,
        1,
        2,
        {"id": "one", "min": 1, "max": 1},
        {"id": "half", "min_share": Decimal("0.5"), "max_share": Decimal("0.5")} | ACI,
    )
    assert said(case) == [
        TOGETHER,
        "  - quota one: at most 1",
        "  - quota one: at least 1",
        "  - quota half: at most 50 %",
        "  - quota half: at least 50 %",
    ]


def test_many_groups_of_one_quota_are_counted() -> None:
    """Seven programmes of one dwelling each, all closed to ACI households, and one to be housed."""
    case = instance(
        households=[household("a", aci=True)],
        vacancies=[vacancy(f"v{i}", programme=f"p{i}") for i in range(7)],
        programmes=[programme(f"p{i}") for i in range(7)],
        scenario={
            "quotas": [
                {"id": "cap", "per": "programme", "max": 0} | ACI,
                {"id": "aci", "min": 1} | ACI,
            ]
        },
    )
    assert said(case) == [
        TOGETHER,
        "  - quota cap: at most 0, in each of 7 groups (p0, p1, p2, p3, p4 and 2 more)",
        "  - quota aci: at least 1",
    ]


def test_it_is_said_in_french_too() -> None:
    case = made(1, 0, 2, {"id": "q", "min": 2} | ACI)
    with spoken("fr"):
        lines = said(case)
    assert lines[0].startswith("Cette règle ne peut pas être tenue")
    assert "au moins 2" in lines[1]


# --- when time runs out


def test_without_time_nothing_is_claimed() -> None:
    case = made(1, 0, 2, {"id": "q", "min": 2})
    found = find_conflicts(case, clock=Clock(0.0))
    assert (found.found, found.rest) == ((), Verdict.UNKNOWN)
    assert list(conflicts_in_words(case, time_limit=0.0)) == [
        "There was no time to find which rules cannot hold together."
    ]


TWO_QUOTAS = ({"id": "cap", "per": "programme", "max": 0} | ACI, {"id": "aci", "min": 1} | ACI)


def closed_to_aci() -> Instance:
    return instance(
        households=[household("a", aci=True)],
        vacancies=[vacancy(f"v{i}", programme=f"p{i}") for i in range(3)],
        programmes=[programme(f"p{i}") for i in range(3)],
        scenario={"quotas": TWO_QUOTAS},
    )


@pytest.mark.parametrize(
    ("answers", "smallest", "head"),
    [
        # All rows; then quota by quota; then no more: the conflict stands, its groups are open.
        (4, Smallest.BY_QUOTA, "without any one of these quotas, the others can"),
        (1, Smallest.NOT_SHOWN, "Perhaps fewer of them already cannot"),
    ],
)
def test_when_time_runs_out_the_conflict_stands_and_only_that_is_claimed(
    answers: int, smallest: Smallest, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = Judge.ask, []

    def ask_so_often(self: Judge, rules: Any) -> Any:
        asked.append(rules)
        return ask(self, rules) if len(asked) <= answers else (Verdict.UNKNOWN, rules)

    monkeypatch.setattr(Judge, "ask", ask_so_often)
    case = closed_to_aci()
    found = find_conflicts(case, clock=Clock())
    (conflict,) = found.found
    assert conflict.smallest is smallest
    assert not can_hold(case, names(case, conflict))
    lines = list(conflict_lines(case, found))
    assert head in lines[0]


def test_what_a_question_left_open_kept_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is up for some questions only: what they kept without need goes in the end."""
    case = made(1, 0, 2, *({"id": name, "min": 2} | ACI for name in "abcd"))
    verdict = Judge.verdict
    asked: list[Any] = []
    sizes = set()
    for open_questions in range(24):

        def leave_open(self: Judge, rules: Any, number: int = open_questions) -> Verdict:
            asked.append(rules)
            return Verdict.UNKNOWN if len(asked) <= number else verdict(self, rules)

        asked.clear()
        monkeypatch.setattr(Judge, "verdict", leave_open)
        judge = Judge(case, Clock())
        core, smallest = smallest_part(judge, judge.all_rules())
        monkeypatch.undo()
        assert judge.ask(core)[0] is Verdict.CANNOT
        # Each of the four rows cannot hold alone.
        assert (len(core) == 1) or smallest is not Smallest.BY_RULE
        sizes.add((len(core), len(asked) > open_questions))
    assert (1, True) in sizes


def test_no_more_conflicts_than_a_reader_can_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict_module, "MOST_CONFLICTS", 1)
    case = made(1, 1, 4, {"id": "aci", "min": 2} | ACI, {"id": "all", "min": 3})
    assert said(case)[-1] == (
        "Of the other hard rules some cannot hold together either: mend these first."
    )


def test_one_solver_alone_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no exact bound shows it and the second solver disagrees, nothing is called proven."""
    monkeypatch.setattr(feasibility, "finds_hard_shortfall", lambda *_given, **_named: False)
    found = conflicts_of(odd_cycles(2, 3))
    assert (found.found, found.rest) == ((), Verdict.UNKNOWN)


def test_where_the_linear_solver_fails_the_conflict_is_found_in_integers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise feasibility.RelaxationError

    monkeypatch.setattr(feasibility, "solve_relaxation", fail)
    monkeypatch.setattr("repartition.optimisation.search.solve_relaxation", fail)
    for seed, case in infeasible(range(40)):
        for conflict in conflicts_of(case).found:
            rules = names(case, conflict)
            assert not can_hold(case, rules), seed
            assert all(can_hold(case, rules - {rule}) for rule in rules), seed


def test_a_core_that_holds_after_all_is_a_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask = Judge.ask
    lied = []

    def lie_at_first(self: Judge, rules: Any) -> Any:
        lied.append(rules)
        return (Verdict.CANNOT, rules) if len(lied) < 3 else ask(self, rules)

    monkeypatch.setattr(Judge, "ask", lie_at_first)
    with pytest.raises(AssertionError, match="hold together, and do"):
        conflicts_of(made(1, 0, 1, {"id": "q", "min": 1}))


def test_what_counts_alone_is_counted_exactly() -> None:
    case = made(2, 3, 4, {"id": "q", "min": 3} | ACI)
    (conflict,) = conflicts_of(case).found
    assert conflict.alone is not None
    (row,) = conflict.rows
    assert isinstance(row, QuotaRow)
    assert row.shortfall(conflict.alone.count, conflict.alone.among) == Fraction(1)
    assert (conflict.alone.count, conflict.alone.households, conflict.alone.vacancies) == (2, 2, 4)
