"""Where no plan meets every hard rule: what is said of it, and that it is the truth."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.factories import Row, contingent, household, instance, programme, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import every_plan, solve

from repartition.domain.instance import Instance
from repartition.errors import InfeasibleError
from repartition.language import spoken

ACI = {"who": {"aci": True}}


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


def missed(case: Instance) -> list[tuple[str, str]]:
    """Return the rows that the closest plan misses, and what is said of them."""
    with pytest.raises(InfeasibleError) as stopped:
        solve(case)
    assert stopped.value.exit_status == 3
    assert str(stopped.value) == f"{stopped.value.verdict}\n{stopped.value.change}"
    lines = stopped.value.change.splitlines()
    assert lines[0] == "The closest plan misses:"
    assert lines[1:-2] == [f"  - {sentence}" for _row, sentence in stopped.value.missed]
    assert lines[-2] == (
        "With what stands after each arrow there is a plan; no smaller change is enough."
    )
    return list(stopped.value.missed)


FIXED_OTHERS = (("o0", "v0"), ("o1", "v1"))


@pytest.mark.parametrize(
    ("quota", "sentence"),
    [
        # One ACI household, two others housed by decision, four dwellings.
        ({"min": 3}, "q: at least 3 → 1 (2 missing)"),
        # 1 of 3 is 33.33…: rounded down, so that the plan still meets it; 0.4 × 3 − 1 = 0.2.
        ({"min_share": Decimal("0.4")}, "q: at least 40 % → 33.33 % (0.2 missing)"),
        # ⌈0.3 × 4⌉ − 1 = 1, of the four dwellings
        ({"min_share": Decimal("0.3"), "of": "vacancies"}, "q: at least 30 % → 25 % (1 missing)"),
    ],
)
def test_a_minimum_names_the_row_its_bound_and_what_would_do(quota: Row, sentence: str) -> None:
    case = made(1, 2, 4, {"id": "q"} | ACI | quota, fixed=FIXED_OTHERS)
    assert missed(case) == [("q", sentence)]


@pytest.mark.parametrize(
    ("quota", "sentence"),
    [
        ({"max": 1}, "q: at most 1 → 2 (1 too many)"),
        # 2 of 3 is 66.66…: rounded up; 2 − 0.5 × 3 = 0.5.
        ({"max_share": Decimal("0.5")}, "q: at most 50 % → 66.67 % (0.5 too many)"),
        # 2 of four dwellings; ⌊0.4 × 4⌋ = 1
        ({"max_share": Decimal("0.4"), "of": "vacancies"}, "q: at most 40 % → 50 % (1 too many)"),
    ],
)
def test_a_maximum_broken_by_decisions_says_so(quota: Row, sentence: str) -> None:
    """The two others are housed by decision; the ACI household may be."""
    case = made(1, 2, 4, {"id": "q", "who": {"aci": False}} | quota, fixed=FIXED_OTHERS)
    assert missed(case) == [("q", f"{sentence} (2 decisions counted)")]


def test_a_group_is_named_with_its_quota() -> None:
    case = instance(
        households=[household("h")],
        vacancies=[vacancy("v", programme="north"), vacancy("w", programme="south")],
        programmes=[programme("north"), programme("south")],
        scenario={"quotas": [{"id": "q", "per": "programme", "min": 1}]},
    )
    # Either could be the one that misses: it is the later one.
    assert missed(case) == [("q [south]", "q [south]: at least 1 → 0 (1 missing)")]


def test_what_counted_before_is_said() -> None:
    case = made(1, 0, 1, {"id": "q", "max": 1}, counters={("q", ""): (3, 3)})
    assert missed(case) == [("q", "q: at most 1 → 3 (2 too many) (3 counted before)")]


def test_what_counted_before_in_another_group_is_not_said() -> None:
    """Three counted before in the north, which may have one; one in the south, which holds."""
    case = instance(
        households=[household("h")],
        vacancies=[vacancy("v", programme="north"), vacancy("w", programme="south")],
        programmes=[programme("north"), programme("south")],
        counters={("q", "north"): (3, 3), ("q", "south"): (1, 1)},
        scenario={"quotas": [{"id": "q", "per": "programme", "max": 1}]},
    )
    assert missed(case) == [
        ("q [north]", "q [north]: at most 1 → 3 (2 too many) (3 counted before)")
    ]


def test_decisions_and_counters_are_said_together() -> None:
    case = made(
        2,
        0,
        2,
        {"id": "q", "max": 1},
        fixed=[("a0", "v0")],
        counters={("q", ""): (1, 1)},
    )
    assert missed(case) == [
        ("q", "q: at most 1 → 2 (1 too many) (1 decision counted, 1 counted before)")
    ]


def test_a_decision_charged_elsewhere_is_no_part_of_why_a_contingent_misses() -> None:
    """The household is proposed for the dwelling of the State; Action Logement has none to give."""
    case = instance(
        households=[household("h")],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=[
            contingent("action", "action_logement"),
            contingent("prefet", "etat_prioritaires"),
        ],
        fixed=[("h", "v")],
        scenario={
            "quotas": [
                {"id": "q", "per": "via.contingent", "via": {"contingent": "action"}, "min": 1}
            ]
        },
    )
    assert missed(case) == [("q [action]", "q [action]: at least 1 → 0 (1 missing)")]


def test_per_contingent_decisions_count_in_whichever_group_they_are_charged_to() -> None:
    case = instance(
        households=[household("h")],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=[contingent("prefet", "etat_prioritaires")],
        fixed=[("h", "v")],
        scenario={"quotas": [{"id": "q", "per": "via.kind", "max": 0}]},
    )
    assert missed(case) == [
        (
            "q [etat_prioritaires]",
            "q [etat_prioritaires]: at most 0 → 1 (1 too many) (1 decision counted)",
        )
    ]


def test_a_share_of_none_at_all_is_said() -> None:
    case = made(0, 1, 1, {"id": "q", "min_share": Decimal(1)} | ACI, fixed=[("o0", "v0")])
    assert missed(case) == [("q", "q: at least 100 % → 0 % (1 missing)")]


def test_a_share_of_nothing_is_said_in_words() -> None:
    """One counted before among none, and nobody to house: 1 > 0.5 × 0."""
    case = made(0, 0, 1, {"id": "q", "max_share": Decimal("0.5")}, counters={("q", ""): (1, 0)})
    assert missed(case) == [
        ("q", "q: at most 50 % → no attribution (1 too many) (1 counted before)")
    ]


def test_a_transfer_that_decisions_overrun_is_named() -> None:
    """Fixed through the hand-back, whose cap of half of one dwelling is none.

    A decision opens the dwelling's own right, so only a quota on that right makes it overrun.
    """
    case = instance(
        households=[household("h", contingents=["action"])],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=[
            contingent("action", "action_logement"),
            contingent("prefet", "etat_prioritaires"),
        ],
        fixed=[("h", "v")],
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
            "quotas": [
                {"id": "state", "via": {"contingent": "prefet"}, "max": 0},
                {"id": "one", "via": {"contingent": "action"}, "min": 1},
            ],
        },
    )
    assert missed(case) == [
        (
            "transfer:handback",
            "transfer handback, dwellings of prefet: at most 0 attributions → 1;"
            " the decisions already taken go beyond it",
        )
    ]


def test_only_hard_rows_that_miss_are_named() -> None:
    quotas = [
        {"id": "kept", "max": 5},
        {"id": "hard", "min": 3},
        {"id": "soft", "min": 4, "soft": 1},
    ]
    assert [row for row, _sentence in missed(made(2, 0, 4, *quotas))] == ["hard"]


def test_who_lives_in_a_dwelling_given_away_is_named() -> None:
    case = instance(
        households=[household("tenant"), household("chosen")],
        vacancies=[vacancy("home", freed_by="tenant")],
        fixed=[("chosen", "home")],
    )
    assert missed(case) == [
        (
            "freed:home",
            "dwelling home is given, but tenant, who lives in it, gets no other dwelling:"
            " review that decision",
        )
    ]


def test_it_is_said_in_french_too() -> None:
    case = made(1, 0, 2, {"id": "q", "min": 2})
    with spoken("fr"), pytest.raises(InfeasibleError) as stopped:
        solve(case)
    assert "au moins 2" in str(stopped.value)
    assert "at least" not in str(stopped.value)


# --- where there is nothing to give, that is the cause


WANTED = {"quotas": [{"id": "q", "min": 1}]}


@pytest.mark.parametrize(
    ("tables", "cause"),
    [
        (
            {"households": [], "vacancies": [vacancy("v")]},
            ["The cause: there is no household; the table households is empty."],
        ),
        (
            {"households": [household("h")], "vacancies": []},
            ["The cause: there is no dwelling to give; the table vacancies is empty."],
        ),
        (
            {"households": [], "vacancies": []},
            [
                "The cause: there is no household; the table households is empty.",
                "The cause: there is no dwelling to give; the table vacancies is empty.",
            ],
        ),
        (
            {"households": [household("h", active=False)], "vacancies": [vacancy("v")]},
            ["The cause: no household is active; see the column active of households."],
        ),
        (
            {
                "households": [household("h")],
                "vacancies": [vacancy("v", available_on=date(2015, 1, 1))],
            },
            [
                "The cause: no dwelling is available by 2014-12-31, the end of the period; see"
                " period in the scenario and the column available_on of vacancies."
            ],
        ),
        (
            {"households": [household("h", persons=2)], "vacancies": [vacancy("v", surface=10)]},
            [
                "The cause: no household may be given any dwelling, since some rule of eligibility"
                " refuses each pair. `repartition check` says what was read; switch the rules of"
                " [eligibility] off one by one to see which it is."
            ],
        ),
        # One pair is open: there is another cause.
        (
            {
                "households": [household("h"), household("g", active=False)],
                "vacancies": [vacancy("v")],
                "scenario": {"quotas": [{"id": "q", "min": 2}]},
            },
            [],
        ),
    ],
)
def test_the_cause_is_said_first(tables: dict[str, Any], cause: list[str]) -> None:
    with pytest.raises(InfeasibleError) as stopped:
        solve(instance(**{"scenario": WANTED} | tables))
    assert stopped.value.verdict.splitlines() == [
        "No plan meets every hard rule; this is proven.",
        *cause,
    ]


# --- the change that is said makes a plan possible


def loosened(case: Instance, rows: list[tuple[str, str]]) -> dict[str, Decimal]:
    """Return the bound that each sentence says would do, by quota."""
    found: dict[str, Decimal] = {}
    for row, sentence in rows:
        quota = row.partition(" [")[0]
        text = sentence.split(" → ")[1].partition(" (")[0]
        number = Decimal(text.removesuffix(" %")) / (100 if text.endswith("%") else 1)
        same = [found[quota]] if quota in found else []
        # One quota may miss in several groups: the loosest does for all of them.
        pick = max if "at most" in sentence else min
        found[quota] = pick([number, *same])
    return found


def with_bounds(case: Instance, bounds: dict[str, Decimal]) -> Instance:
    quotas = []
    for quota in case.scenario.quotas:
        if quota.id in bounds:
            ((kind, _bound),) = quota.bounds()
            number: Any = bounds[quota.id] if kind.endswith("share") else int(bounds[quota.id])
            quotas.append(quota.model_copy(update={kind: number}))
        else:
            quotas.append(quota)
    scenario = case.scenario.model_copy(update={"quotas": tuple(quotas)})
    return replace(case, scenario=scenario)


def infeasible_by_quotas(seeds: range) -> list[tuple[int, Instance]]:
    found = []
    for seed in seeds:
        case = draw(seed, largest=3)
        if every_plan(case).best()["hard"] > 0:
            found.append((seed, case))
    return found


def test_loosening_the_rows_as_said_makes_a_plan_possible() -> None:
    loosened_so_far = 0
    for seed, case in infeasible_by_quotas(range(160)):
        rows = missed(case)
        if any(row.startswith(("transfer:", "freed:")) for row, _sentence in rows):
            continue
        if any("no attribution" in sentence for _row, sentence in rows):
            continue
        loosened_so_far += 1
        assert every_plan(with_bounds(case, loosened(case, rows))).best()["hard"] == 0, seed
    assert loosened_so_far >= 8


def test_what_is_missing_adds_up_to_the_least_that_any_plan_misses() -> None:
    for seed, case in infeasible_by_quotas(range(160)):
        rows = missed(case)
        total = Fraction(0)
        for row, sentence in rows:
            if row.startswith("freed:"):
                total += 1
            elif row.startswith("transfer:"):
                total += int(sentence.split(" → ")[1].partition(";")[0]) - int(
                    sentence.split("at most ")[1].split()[0]
                )
            else:
                total += Fraction(sentence.split(" (")[1].split()[0])
        assert total == every_plan(case).best()["hard"], seed
