"""The scenarios that are shipped: each reads, says its question and puts access first."""

import tomllib
from decimal import Decimal
from functools import cache
from itertools import chain, combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from repartition.domain.filters import parse_filter
from repartition.domain.fragility import NO_DEGREE
from repartition.domain.instance import Instance
from repartition.domain.scenario import Scenario
from repartition.domain.tiers import SHORTFALL
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.ingest import read_instance, read_scenario
from repartition.optimisation import Solution, optimise
from repartition.pipeline import solve
from repartition.synthesis.programmes import INDICATORS
from repartition.usual_practice import attribute_in_turn

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FILES = sorted(SCENARIOS.glob("*/scenario.toml"))
NAMES = [path.parent.name for path in FILES]
OF_2014 = [
    "session",
    "session-cotation",
    "tours-2014",
    "tours-2014-accessible",
    "tours-2014-handback",
    "tours-2014-index",
    "tours-2024-qpv",
]


@cache
def scenario_of(name: str) -> Scenario:
    """Return a shipped scenario, merged."""
    return read_scenario(SCENARIOS / name / "scenario.toml").scenario


@cache
def instance_of(name: str) -> Instance:
    """Return a shipped scenario with its data."""
    return read_instance(read_scenario(SCENARIOS / name / "scenario.toml"))


def solved(instance: Instance) -> Solution:
    """Return the optimum of an instance."""
    charging = resolve_charging(instance)
    return optimise(instance, charging, find_pairs(instance, charging))


def test_every_folder_of_scenarios_is_known_here() -> None:
    assert NAMES == [
        "from-files",
        "session",
        "session-cotation",
        "tiny",
        "tours-2014",
        "tours-2014-accessible",
        "tours-2014-handback",
        "tours-2014-index",
        "tours-2024-qpv",
        "tours-2026-flux",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_says_its_question_and_that_its_people_are_made_up(name: str) -> None:
    text = (SCENARIOS / name / "scenario.toml").read_text(encoding="utf-8")

    assert text.startswith("# Question: ")
    assert "# SYNTHETIC DATA" in text
    assert scenario_of(name).synthetic
    assert scenario_of(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_each_puts_access_first(name: str) -> None:
    """The homes of those most in need, then all homes, stand above every other aim."""
    scenario = scenario_of(name)

    first, second = scenario.objectives[:2]
    assert (first.maximise, second.maximise) == ("attributions", "attributions")
    assert first.who.columns() >= {"aci", "dalo"}
    assert second.who.columns() == frozenset()
    # A level that no objective lists would come before them all.
    listed = {aim.soft for aim in scenario.objectives if aim.measure == SHORTFALL}
    assert {quota.soft for quota in scenario.quotas if quota.soft} <= listed


@pytest.mark.parametrize(
    "name", ["session", "session-cotation", "tiny", "tours-2014", "tours-2026-flux"]
)
def test_each_dataset_is_read_without_a_fault_and_usual_practice_fills_it(name: str) -> None:
    instance = instance_of(name)
    charging = resolve_charging(instance)

    plan = attribute_in_turn(instance, charging, find_pairs(instance, charging))

    assert len(plan) >= 0.75 * instance.n_vacancies


@pytest.mark.parametrize("name", OF_2014)
def test_the_year_2014_knows_no_law_that_came_later(name: str) -> None:
    scenario = scenario_of(name)

    assert scenario.eligibility.apl == "2014"
    assert Path(str(scenario.eligibility.ceilings)).name == "ceilings-2014.toml"
    assert scenario.contingents.mode == "stock"
    assert not any("quartile" in quota.who.columns() for quota in scenario.quotas)


def test_tours_2014_hands_nothing_back_and_uses_the_districts_of_2015() -> None:
    scenario = scenario_of("tours-2014")

    assert scenario.contingents.transfers == ()
    assert scenario.fragility.perimeter == "qpv"


def test_tours_2014_has_its_aims_in_the_order_of_the_agreement() -> None:
    aims = [(aim.id, aim.maximise or aim.minimise) for aim in scenario_of("tours-2014").objectives]

    assert aims == [
        ("aci-and-dalo", "attributions"),
        ("house", "attributions"),
        ("aci-caps", "shortfall"),
        ("aci-engagements", "shortfall"),
        ("spare-fragile", "fragility"),
        ("points", "points"),
        ("wishes", "wish_rank"),
    ]


def test_the_hand_back_is_offered_beside_it() -> None:
    scenario = scenario_of("tours-2014-handback")

    assert len(scenario.contingents.transfers) == 3
    assert scenario.quotas == scenario_of("tours-2014").quotas


def test_accessible_dwellings_first_is_an_aim_right_after_the_homes_of_all() -> None:
    older, later = scenario_of("tours-2014"), scenario_of("tours-2014-accessible")

    (added,) = [aim for aim in later.objectives if aim not in older.objectives]
    assert (added.maximise, added.who) == ("attributions", parse_filter({"accessible": True}))
    ids = [aim.id for aim in later.objectives]
    assert ids[ids.index(added.id) - 1] == "house"
    assert [aim for aim in later.objectives if aim != added] == list(older.objectives)
    assert later.quotas == older.quotas


def test_the_index_changes_where_degrees_come_from_and_nothing_else() -> None:
    older, later = scenario_of("tours-2014"), scenario_of("tours-2014-index")

    assert (older.fragility.method, later.fragility.method) == ("given", "index")
    assert {i.id: i.weight for i in later.fragility.indicators} == {
        name: weight for name, (_low, _high, _noise, weight) in INDICATORS.items()
    }
    assert later.quotas == older.quotas
    assert later.objectives == older.objectives
    assert later.fragility.fragile_from == older.fragility.fragile_from


def test_docs_data_compares_the_computed_degrees_with_the_given_ones() -> None:
    page = (SCENARIOS.parent / "docs" / "data.md").read_text(encoding="utf-8")
    lines = page.partition("| given | 0 |")[2].splitlines()[2:7]
    told = [[int(cell) for cell in line.split("|")[2:-1]] for line in lines]
    given = instance_of("tours-2014").programmes.fragility
    index = instance_of("tours-2014-index").fragility_index
    assert index is not None
    degrees = (0, 1, 2, 3, NO_DEGREE)

    assert told == [
        [int(((given == row) & (index.degree == column)).sum()) for column in degrees]
        for row in degrees
    ]
    unsure, changed = index.unsure(), given != index.degree
    # "22 degrees are not firm", "7 of the 10 are among those".
    assert (unsure.sum(), (unsure & changed).sum(), changed.sum()) == (22, 7, 10)


def test_tours_2024_changes_the_perimeter_and_adds_the_composition_of_districts() -> None:
    older, later = scenario_of("tours-2014"), scenario_of("tours-2024-qpv")

    assert later.fragility.perimeter == "qpv_2024"
    assert [quota.id for quota in later.quotas if quota not in older.quotas] == ["cims-districts"]
    ids = [aim.id for aim in later.objectives]
    assert ids.index("cims") == ids.index("spare-fragile") - 1


def test_the_new_perimeter_puts_more_dwellings_in_a_district() -> None:
    def inside(name: str) -> int:
        column = instance_of(name).where_view().column("in_qpv")
        assert column is not None
        return column.cells().count("true")

    assert inside("tours-2024-qpv") > inside("tours-2014")


def test_the_flow_of_2026_has_its_quartile_targets_priority_shares_and_counters() -> None:
    scenario = scenario_of("tours-2026-flux")
    quotas = {quota.id: quota for quota in scenario.quotas}

    assert scenario.contingents.mode == "flow"
    assert scenario.eligibility.apl == "2026"
    assert quotas["first-quartile-outside"].min_share == Decimal("0.25")
    assert quotas["other-quartiles-inside"].min_share == Decimal("0.5")
    assert quotas["priority-share"].min_share == Decimal("0.25")
    assert quotas["priority-share"].per == "via.contingent"
    counted = {quota for quota, _group in instance_of("tours-2026-flux").counters}
    assert counted == set(quotas)


def test_the_session_has_forty_dwellings_decisions_and_moves() -> None:
    instance = instance_of("session")
    decisions = instance.decisions

    assert instance.n_vacancies == 40
    assert (instance.vacancies.freed_by >= 0).sum() == 8
    # Fixed: a plain one, a conditional one, the first of a ranking, and one against the grid.
    assert len(decisions.fixed_vacancy) == 4
    # Forbidden: a non-attribution, an inadmissible request, an offer refused after it was made.
    assert len(decisions.forbidden_vacancy) == 3


def test_in_the_session_one_decided_move_frees_a_chain_of_dwellings() -> None:
    """H000151 leaves L00035, whose next tenant leaves L00032."""
    instance = instance_of("session")

    plan = solved(instance).plan

    household = instance.households.table.identifiers()
    vacancy = instance.vacancies.table.identifiers()
    given = {vacancy[v]: household[h] for v, h in zip(plan.vacancy, plan.household, strict=True)}
    assert given["L00025"] == "H000151"
    assert given["L00035"] == "H000109"
    assert "L00032" in given
    assert len(given) < 40


def test_the_session_under_a_grid_changes_nothing_but_where_points_come_from() -> None:
    older, later = scenario_of("session"), scenario_of("session-cotation")

    assert later.model_copy(update={"name": older.name, "cotation": older.cotation}) == (
        older.model_copy(update={"data": later.data, "eligibility": later.eligibility})
    )
    assert later.cotation.grid == "../law/cotation-example.toml"
    assert older.cotation.grid is False


def test_the_example_grid_is_marked_as_one_and_keeps_to_the_law() -> None:
    text = (SCENARIOS / "law" / "cotation-example.toml").read_text(encoding="utf-8")
    cotation = instance_of("session-cotation").cotation

    assert text.startswith("# EXAMPLE, TO BE REPLACED")
    assert cotation is not None
    assert not cotation.grid.verified
    assert all(gained.any() for _criterion, gained in cotation.of_criteria())
    assert "à remplacer" in cotation.grid.name
    assert "à remplacer" in cotation.grid.source


def test_in_the_session_under_a_grid_as_many_homes_are_given_to_others() -> None:
    """Homes and shares stand above points: the grid tells who, never how many."""
    older, later = (solved(instance_of(name)) for name in ("session", "session-cotation"))

    values = [{tier.tier: tier.value for tier in found.tiers} for found in (older, later)]
    above = ("hard", "aci-and-dalo", "house", "aci-caps", "aci-engagements", "spare-fragile")
    assert [values[0][tier] for tier in above] == [values[1][tier] for tier in above]
    assert all(tier.proven for tier in later.tiers)
    assert later.plan.household.tolist() != older.plan.household.tolist()


def test_tiny_is_solved_as_docs_tiny_says() -> None:
    instance = instance_of("tiny")

    solution = solved(instance)

    assert _pairs(instance, solution) == {"A1": "H6", "A2": "H1", "B1": "H2", "B2": "H5"}
    assert [(tier.tier, tier.value) for tier in solution.tiers[:-1]] == [
        ("hard", 0),
        ("aci-and-dalo", 3),
        ("house", 4),
        ("aci-caps", 0),
        ("spare-fragile", 2),
        ("points", 140),
        ("wishes", 0),
        ("seniority", 734),
    ]
    assert all(tier.proven for tier in solution.tiers)


def test_tiny_without_its_hard_target_houses_three_aci_households_and_no_dalo_one() -> None:
    path = SCENARIOS / "tiny" / "scenario.toml"

    instance = read_instance(read_scenario(path, ("quotas.dalo.min=0",)))
    solution = solved(instance)

    assert sorted(_pairs(instance, solution).values()) == ["H1", "H2", "H3", "H6"]
    # 60 + 50 + 40 + 10.
    assert {tier.tier: tier.value for tier in solution.tiers}["points"] == 160


def test_tiny_under_usual_practice_forgets_the_dalo_household_and_the_move() -> None:
    instance = instance_of("tiny")
    charging = resolve_charging(instance)

    plan = attribute_in_turn(instance, charging, find_pairs(instance, charging))

    household = instance.households.table.identifiers()
    vacancy = instance.vacancies.table.identifiers()
    given = {vacancy[v]: household[h] for v, h in zip(plan.vacancy, plan.household, strict=True)}
    assert given == {"A1": "H4", "B1": "H1", "B2": "H2"}


def test_tiny_has_the_plans_that_docs_tiny_counts() -> None:
    """Every way of filling the four dwellings, one by one, from the table of the page."""
    fits = {
        "A1": ["H1", "H2", "H3", "H4", "H6"],
        "A2": ["H1", "H2", "H3", "H4"],
        "B1": ["H1", "H2", "H3", "H4", "H6"],
        "B2": ["H1", "H2", "H3", "H5"],
    }
    instance = instance_of("tiny")
    pairs = find_pairs(instance, resolve_charging(instance))
    household = instance.households.table.identifiers()
    vacancy = instance.vacancies.table.identifiers()
    found = {
        (vacancy[v], household[h]) for h, v in zip(pairs.household, pairs.vacancy, strict=True)
    }

    assert found == {(v, h) for v, tenants in fits.items() for h in tenants}
    plans = [plan for plan in _fillings(fits) if "A2" not in plan or "H6" in plan.values()]
    kept = [plan for plan in plans if "H5" in plan.values()]
    helped = [sum(h in {"H1", "H2", "H3", "H5"} for h in plan.values()) for plan in kept]
    assert max(helped) == 3
    best = [plan for plan, number in zip(kept, helped, strict=True) if number == 3]
    assert sorted({len(plan) for plan in best}) == [3, 4]
    assert len([plan for plan in best if len(plan) == 4]) == 12


def _fillings(fits: dict[str, list[str]]) -> list[dict[str, str]]:
    """Return every way of giving some of the dwellings, each household at most one."""
    households = sorted(set(chain.from_iterable(fits.values())))
    return [
        dict(zip(some, order, strict=True))
        for size in range(len(fits) + 1)
        for some in combinations(fits, size)
        for order in permutations(households, size)
        if all(h in fits[v] for v, h in zip(some, order, strict=True))
    ]


def _pairs(instance: Instance, solution: Solution) -> dict[str, str]:
    household = instance.households.table.identifiers()
    vacancy = instance.vacancies.table.identifiers()
    plan = solution.plan
    return {vacancy[v]: household[h] for v, h in zip(plan.vacancy, plan.household, strict=True)}


@pytest.mark.parametrize("name", ["ceilings-2014", "ceilings-2026"])
def test_every_ceiling_names_its_source_and_says_whether_it_was_verified(name: str) -> None:
    rows = _law(name)["ceiling"]

    assert all(row["source"] for row in rows)
    assert {row["financing"]: row["verified"] for row in rows} == {
        "PLUS": True,
        "PLAI": False,
        "PLS": False,
    }


@pytest.mark.parametrize("name", ["ceilings-2014", "ceilings-2026"])
def test_pls_is_one_and_three_tenths_of_plus_to_the_nearest_euro(name: str) -> None:
    rows = {(row["financing"], row["zone"]): row for row in _law(name)["ceiling"]}

    for (financing, zone), row in rows.items():
        if financing == "PLS":
            plus = rows["PLUS", zone]
            # 2014, one person: 1.3 × 20,013 = 26,016.9, written 26,017.
            for amount, base in zip(
                [*row["amounts"], row["extra"]], [*plus["amounts"], plus["extra"]], strict=True
            ):
                assert amount == (13 * base + 5) // 10


def test_the_usual_grid_has_every_number_of_persons_from_one_to_its_last() -> None:
    rows = _law("grid-usual")["persons"]

    assert [(row["persons"], row["smallest"], row["largest"]) for row in rows] == [
        (1, "T1", "T2"),
        (2, "T2", "T3"),
        (3, "T3", "T4"),
        (4, "T3", "T4"),
        (5, "T4", "T5"),
        (6, "T5", "T9"),
    ]


def _law(name: str) -> dict[str, Any]:
    return tomllib.loads((SCENARIOS / "law" / f"{name}.toml").read_text(encoding="utf-8"))


def test_in_the_session_whoever_was_found_inadmissible_is_proposed_with_a_warning(
    tmp_path: Path,
) -> None:
    """The request of H000146 was found inadmissible about another dwelling than it is given."""
    run = solve(SCENARIOS / "session" / "scenario.toml", output=tmp_path / "run")

    (warned,) = run.cautions[: run.cautions_on_proposals]
    assert warned.value == "H000146"
    assert "inadmissible" in warned.problem
    names = run.outcome.instance.households.table.identifiers()
    assert "H000146" in [names[row] for row in run.outcome.plan.household]
