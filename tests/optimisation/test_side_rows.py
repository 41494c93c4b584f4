"""Rows in integers say what the quotas say of every plan; tightened ones cut what is no plan."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.factories import contingent, household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import program_of
from tests.optimisation.points import choices, matrix

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaRow
from repartition.eligibility.charging import TransferCap
from repartition.optimisation import ways
from repartition.optimisation.choices import holds, smallest_slacks
from repartition.optimisation.program import Program


def shortfalls(case: Instance, program: Program, columns: np.ndarray) -> list[Fraction]:
    """Return what a plan misses of each rule, counted from the plan itself."""
    plan = program.plan(columns)
    found = []
    for rule in program.side.rules:
        if isinstance(rule, TransferCap):
            own = case.vacancies.contingent[plan.vacancy]
            used = (plan.transfer == rule.transfer) & (own == rule.contingent)
            found.append(Fraction(max(0, int(used.sum()) - rule.cap)))
        else:
            count, among = rule.family.count(plan)
            group = rule.group_index
            found.append(rule.shortfall(int(count[group]), int(among[group])))
    return found


def bent(program: Program, columns: np.ndarray) -> list[Fraction]:
    """Return the smallest slacks of a plan, in attributions."""
    slacks, scale = smallest_slacks(program, columns), program.side.slack_scale
    return [Fraction(int(s), int(u)) for s, u in zip(slacks, scale, strict=True)]


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_the_slack_a_plan_needs_is_its_shortfall_and_never_more_than_the_limit(start: int) -> None:
    for seed in range(start, start + 20):
        case = draw(seed, largest=3)
        program = program_of(case)
        for columns in choices(program):
            assert bent(program, columns) == shortfalls(case, program, columns), seed
            assert (smallest_slacks(program, columns) <= program.side.slack_limit).all(), seed


KINDS: list[dict[str, Any]] = [
    {kind: Decimal(share)}
    for kind in ("max_share", "min_share")
    for share in ("0.1", "0.25", "0.333", "0.5", "0.8", "0.99")
]


def group(aci: int, others: int, bound: dict[str, Any], before: tuple[int, int]) -> Instance:
    """Return ACI households, others, and a dwelling for each of them."""
    return instance(
        households=[household(f"h{i}", aci=i < aci, persons=1) for i in range(aci + others)],
        vacancies=[vacancy(f"v{i}", surface=10) for i in range(aci + others)],
        counters={("q", ""): before},
        scenario={"quotas": [{"id": "q", "who": {"aci": True}, "soft": 1} | bound]},
    )


def composed(program: Program, aci: int, n: float, m: float) -> np.ndarray:
    """Return columns with ``n`` ACI attributions among ``m``, in fractions where need be.

    Households are spread over their own dwellings: household ``i`` in dwelling ``i``.
    """
    found = np.zeros(program.n_columns)
    own = np.flatnonzero(program.household == program.vacancy)
    found[own[:aci]] = n / max(aci, 1)
    found[own[aci:]] = (m - n) / max(len(own) - aci, 1)
    return found


@pytest.mark.parametrize("before", [(0, 0), (1, 2)])
@pytest.mark.parametrize("bound", KINDS)
def test_tightened_rows_ask_no_more_of_any_composition_than_its_shortfall(
    bound: dict[str, Any], before: tuple[int, int]
) -> None:
    """Every (n, m) of groups of up to four: both rows need exactly the shortfall, not more."""
    for aci, others in ((1, 1), (2, 1), (1, 3), (2, 2), (4, 0)):
        program = program_of(group(aci, others, bound, before))
        rows = matrix(program)
        (rule,) = program.side.rules
        assert isinstance(rule, QuotaRow)
        for n in range(aci + 1):
            for m in range(n, n + others + 1):
                activity = rows @ composed(program, aci, n, m)
                needed = np.max(np.round(activity, 6) - program.side.upper, initial=0)
                exact = rule.shortfall(n + before[0], m + before[1]) * int(
                    program.side.slack_scale[0]
                )
                assert needed == pytest.approx(float(exact)), (aci, others, n, m)


@pytest.mark.parametrize(
    ("bound", "n", "m", "upper"),
    [
        # Of three, half is 1.5: 1.5 of them ACI keeps to the share, and is no plan.
        ({"max_share": Decimal("0.5")}, 1.5, 3, Fraction(1)),
        ({"min_share": Decimal("0.5")}, 1.5, 3, Fraction(2)),
        # 0.8 × 3 = 2.4
        ({"max_share": Decimal("0.8")}, 2.4, 3, Fraction(2)),
        ({"min_share": Decimal("0.8")}, 2.4, 3, Fraction(3)),
    ],
)
def test_tightened_rows_cut_fractions_of_attributions(
    bound: dict[str, Any], n: float, m: float, upper: Fraction
) -> None:
    """The whole number next to it holds, with the group as full as can be."""
    program = program_of(group(3, 3 if "max_share" in bound else 0, bound, (0, 0)))
    # Three attributions at most: three dwellings are taken away.
    program = program_of(
        instance(
            households=[household(f"h{i}", aci=i < 3) for i in range(6)],
            vacancies=[vacancy(f"v{i}") for i in range(3)],
            scenario={"quotas": [{"id": "q", "who": {"aci": True}, "soft": 1} | bound]},
        )
    )
    rows = matrix(program)
    assert program.side.n_rows == 2
    main, tight = (rows @ spread(program, n, m) - program.side.upper).tolist()
    assert main == pytest.approx(0)
    assert tight > 0.01
    assert (rows @ spread(program, float(upper), m) <= program.side.upper + 1e-9).all()


def spread(program: Program, n: float, m: float) -> np.ndarray:
    """Return ``n`` attributions to the first three households and ``m − n`` to the others."""
    found = np.zeros(program.n_columns)
    found[program.household < 3] = n / 9
    found[program.household >= 3] = (m - n) / 9
    return found


@pytest.mark.parametrize(
    ("bound", "rows"),
    [
        ({"max": 1}, 1),
        ({"min": 1}, 1),
        ({"max_share": Decimal("0.3"), "of": "vacancies"}, 1),
        ({"max_share": Decimal("0.5")}, 1),  # 0.5 × 4 is whole: nothing to tighten
        ({"max_share": Decimal("0.3")}, 2),
        ({"min_share": Decimal("0.3")}, 2),
        ({"min_share": Decimal("0.3"), "max_share": Decimal("0.3")}, 4),
    ],
)
def test_only_shares_that_do_not_fall_on_a_whole_number_are_tightened(
    bound: dict[str, Any], rows: int
) -> None:
    program = program_of(group(2, 2, bound, (0, 0)))
    assert program.side.n_rows == rows
    # A tightened row bends with the row it tightens.
    assert program.side.n_slacks == len(bound) - ("of" in bound)


def test_dwellings_nobody_can_have_make_no_group_larger() -> None:
    """Of three dwellings one is too small for anyone: 0.5 × 2 is whole, and there is one row."""
    people = [household(f"h{i}", persons=2, aci=i == 0) for i in range(3)]
    quota = {"id": "q", "who": {"aci": True}, "max_share": Decimal("0.5"), "soft": 1}
    for surface, rows in ((10, 1), (20, 2)):
        sizes = (20, 20, surface)
        case = instance(
            households=people,
            vacancies=[vacancy(f"v{i}", surface=size) for i, size in enumerate(sizes)],
            scenario={"quotas": [quota]},
        )
        assert program_of(case).side.n_rows == rows


def test_ways_that_weigh_the_same_are_one() -> None:
    """Two rights no quota and no objective tells apart make one column; told apart, two."""
    rights = [contingent("action", "action_logement"), contingent("prefet", "etat_prioritaires")]

    def columns(**scenario: Any) -> int:
        case = instance(
            households=[household("h", contingents=["action", "prefet"])],
            vacancies=[vacancy("v")],
            contingents=rights,
            scenario={"contingents": {"mode": "flow"}} | scenario,
        )
        return program_of(case).n_columns

    assert columns() == 1  # the State, Action Logement or nobody: all the same
    state = {"kind": "etat_prioritaires"}
    assert columns(quotas=[{"id": "q", "via": state, "max": 1}]) == 2
    assert columns(objectives=[{"id": "o", "maximise": "persons", "via": state}]) == 2
    assert columns(quotas=[{"id": "q", "per": "via.contingent", "max": 1}]) == 3


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_read_back_as_columns_weighs_the_same(seed: int) -> None:
    case = draw(seed, largest=3)
    program = program_of(case)
    for columns in choices(program):
        again = program.columns_of(program.plan(columns))
        assert np.array_equal(smallest_slacks(program, again), smallest_slacks(program, columns))
        for objective in program.objectives[1:]:
            assert objective.weights[again].sum() == objective.weights[columns].sum()


def test_a_choice_holds_if_each_has_one_dwelling_and_no_hard_rule_is_missed() -> None:
    program = program_of(
        instance(
            households=[household("a"), household("b")],
            vacancies=[vacancy("v"), vacancy("w")],
            scenario={"quotas": [{"id": "one", "max": 1}]},
        )
    )

    def held(*columns: int) -> bool:
        chosen = np.array(columns, np.int64)
        return holds(program, chosen, smallest_slacks(program, chosen))

    # Columns: a in v, a in w, b in v, b in w.
    assert held()
    assert held(0)
    assert not held(0, 3)  # two attributions, one allowed
    assert not held(0, 1)  # twice the same household
    assert not held(0, 2)  # twice the same dwelling


@pytest.mark.parametrize("seed", range(10))
def test_cells_too_many_for_a_table_are_numbered_by_sorting(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = draw(seed, largest=4)
    tabled = program_of(case)
    monkeypatch.setattr(ways, "_MOST_CELLS_IN_A_TABLE", 0)
    sorted_ = program_of(case)
    for one, other in zip(tabled.objectives, sorted_.objectives, strict=True):
        assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(matrix(tabled), matrix(sorted_))
