"""Each kind of quota alone: what it forbids, and its nearest neighbour, which it allows."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.factories import Row, contingent, household, instance, programme, vacancy
from tests.optimisation.plans import homes, solve, values

from repartition.domain.instance import Instance
from repartition.errors import InfeasibleError

HOUSE = {"id": "house", "maximise": "attributions"}
ACI_LAST = {"id": "others-first", "maximise": "persons", "who": {"aci": False}}
RIGHTS = [contingent("action", "action_logement"), contingent("prefet", "etat_prioritaires")]


def share(text: str) -> Decimal:
    return Decimal(text)


def people(aci: int, others: int, **cells: Any) -> list[Row]:
    """Return households named ``aci-…`` and ``other-…``."""
    return [
        household(f"{name}-{i}", aci=name == "aci", **cells)
        for name, number in (("aci", aci), ("other", others))
        for i in range(number)
    ]


def dwellings(number: int, **cells: Any) -> list[Row]:
    return [vacancy(f"v{i}", **cells) for i in range(number)]


def made(
    households: list[Row],
    vacancies: list[Row],
    quota: Row,
    *,
    objectives: tuple[Row, ...] = (HOUSE,),
    mode: str = "stock",
    **tables: Any,
) -> Instance:
    """Return an instance with one quota."""
    scenario = {
        "quotas": [{"id": "quota"} | quota],
        "objectives": objectives,
        "contingents": {"mode": mode},
    }
    return instance(households=households, vacancies=vacancies, scenario=scenario, **tables)


def housed(case: Instance) -> Counter[str]:
    """Return how many households of each sort the best plan houses."""
    return Counter(name.partition("-")[0] for name in homes(case, solve(case).plan))


ACI = {"who": {"aci": True}}


@pytest.mark.parametrize(
    ("bound", "aci"),
    [
        # Two ACI households, two others, four dwellings: without a quota, four attributions.
        ({"max": 2}, 2),
        ({"max": 1}, 1),
        ({"max": 0}, 0),
        # n ≤ share · m with the two others housed: m = n + 2.
        ({"max_share": share("0.5")}, 2),  # 2 ≤ 0.5 × 4
        ({"max_share": share("0.499999999999")}, 1),  # 2 > 0.499… × 4; 1 ≤ 0.499… × 3
        ({"max_share": share("0.34")}, 1),  # 1 ≤ 0.34 × 3 = 1.02
        ({"max_share": share("0.33")}, 0),  # 1 > 0.33 × 3 = 0.99
        # n ≤ ⌊share · N⌋ with four dwellings.
        ({"max_share": share("0.5"), "of": "vacancies"}, 2),
        ({"max_share": share("0.49"), "of": "vacancies"}, 1),  # ⌊1.96⌋
        ({"max_share": share("0.25"), "of": "vacancies"}, 1),
        ({"max_share": share("0.24"), "of": "vacancies"}, 0),  # ⌊0.96⌋
    ],
)
def test_a_maximum_houses_as_many_as_it_allows_and_no_more(bound: Row, aci: int) -> None:
    case = made(people(2, 2), dwellings(4), ACI | bound)
    assert housed(case) == Counter(aci=aci, other=2)


@pytest.mark.parametrize(
    ("bound", "aci", "others"),
    [
        # Two ACI households, two others who come first, two dwellings.
        ({"min": 0}, 0, 2),
        ({"min": 1}, 1, 1),
        ({"min": 2}, 2, 0),
        # n ≥ share · m, both dwellings given: m = 2.
        ({"min_share": share("0")}, 0, 2),
        ({"min_share": share("0.5")}, 1, 1),  # 1 ≥ 0.5 × 2
        ({"min_share": share("0.500001")}, 2, 0),  # 1 < 1.000002
        # n ≥ ⌈share · N⌉ with two dwellings.
        ({"min_share": share("0.5"), "of": "vacancies"}, 1, 1),
        ({"min_share": share("0.51"), "of": "vacancies"}, 2, 0),  # ⌈1.02⌉
    ],
)
def test_a_minimum_houses_as_few_as_it_allows_and_no_fewer(
    bound: Row, aci: int, others: int
) -> None:
    case = made(people(2, 2), dwellings(2), ACI | bound, objectives=(HOUSE, ACI_LAST))
    assert housed(case) == +Counter(aci=aci, other=others)


@pytest.mark.parametrize(
    "bound",
    [
        {"min": 3},  # two ACI households are all there are
        {"min_share": share("0.8"), "of": "vacancies"},  # ⌈0.8 × 3⌉ = 3
        {"min_share": share("1")},  # the other is housed by decision
        {"max": 0, "who": {"aci": False}},
        {"max_share": share("0.3"), "who": {"aci": False}},  # 1 > 0.3 × 3
        {"max_share": share("0.3"), "of": "vacancies", "who": {"aci": False}},  # ⌊0.9⌋ = 0
    ],
)
def test_a_hard_quota_that_cannot_be_met_leaves_no_plan(bound: Row) -> None:
    """Two ACI households and another, who is given the first of three dwellings by decision."""
    case = made(people(2, 1), dwellings(3), ACI | bound, fixed=[("other-0", "v0")])
    with pytest.raises(InfeasibleError):
        solve(case)


@pytest.mark.parametrize(
    ("bound", "shortfall"),
    [
        ({"min": 2}, 0),
        ({"min": 3}, 1),
        ({"min_share": share("0.8"), "of": "vacancies"}, 1),
        ({"min_share": share("1")}, 1),  # 1 × 3 − 2
        ({"min_share": share("0.75")}, Fraction(1, 4)),  # 0.75 × 3 − 2
        ({"max": 0, "who": {"aci": False}}, 1),
        ({"max_share": share("0.3"), "who": {"aci": False}}, Fraction(1, 10)),  # 1 − 0.3 × 3
        ({"max_share": share("0.3"), "of": "vacancies", "who": {"aci": False}}, 1),
    ],
)
def test_a_soft_quota_is_missed_by_no_more_than_it_must_and_counted_exactly(
    bound: Row, shortfall: Fraction
) -> None:
    case = made(people(2, 1), dwellings(3), ACI | bound | {"soft": 1}, fixed=[("other-0", "v0")])
    solution = solve(case)
    assert values(solution)["soft-1"] == shortfall
    assert solution.finished


def test_a_soft_quota_gives_way_only_to_what_stands_above_it() -> None:
    """At most one of two ACI households: kept when nothing is above, missed below ``house``."""
    agreed = {"id": "agreement", "minimise": "shortfall", "soft": 1}
    quota = ACI | {"max": 1, "soft": 1}
    first = made(people(2, 0), dwellings(2), quota)
    after = made(people(2, 0), dwellings(2), quota, objectives=(HOUSE, agreed))
    assert housed(first) == Counter(aci=1)
    assert housed(after) == Counter(aci=2)
    assert values(solve(after)) | {"seniority": 0, "lottery": 0} == {
        "hard": 0,
        "house": 2,
        "agreement": 1,
        "seniority": 0,
        "lottery": 0,
    }


def test_soft_levels_stand_in_order_and_each_is_summed() -> None:
    """One dwelling: level 1 wants an ACI household in it, level 2 (twice) another."""
    quotas = [
        {"id": "a", "who": {"aci": True}, "min": 1, "soft": 1},
        {"id": "b", "who": {"aci": False}, "min": 1, "soft": 2},
        {"id": "c", "who": {"aci": False}, "min_share": share("0.5"), "soft": 2},
    ]
    case = instance(households=people(1, 1), vacancies=dwellings(1), scenario={"quotas": quotas})
    solution = solve(case)
    assert homes(case, solution.plan) == {"aci-0": "v0"}
    found = values(solution)
    assert (found["soft-1"], found["soft-2"]) == (0, Fraction(3, 2))  # 1 + (0.5 × 1 − 0)


TWO_RESIDENCES = [programme("north"), programme("south")]


@pytest.mark.parametrize(
    ("bound", "north", "south"),
    [
        ({"max": 2}, 2, 2),
        ({"max": 1}, 1, 1),
        ({"max_share": share("0.5"), "of": "vacancies"}, 1, 1),  # ⌊0.5 × 2⌋ in each
        ({"max_share": share("0.75"), "of": "vacancies"}, 1, 1),  # not 3 of 4
        ({"max": 1, "where": {"programme": "north"}}, 1, 2),  # the south makes no row
    ],
)
def test_per_column_each_group_has_a_row_of_its_own(bound: Row, north: int, south: int) -> None:
    homes_of = [vacancy(f"{name}-{i}", programme=name) for name in ("north", "south") for i in "01"]
    case = made(
        people(4, 0), homes_of, ACI | {"per": "programme"} | bound, programmes=TWO_RESIDENCES
    )
    given = Counter(home.partition("-")[0] for home in homes(case, solve(case).plan).values())
    assert given == Counter(north=north, south=south)


@pytest.mark.parametrize(
    ("quota", "action", "prefet"),
    [
        # Two households may be proposed by either right; the last objective prefers the State's.
        ({"max": 2}, 0, 2),
        ({"max": 1}, 1, 1),
        ({"max": 1, "via": {"contingent": "prefet"}}, 1, 1),
        ({"max": 1, "via": {"contingent": "action"}}, 0, 2),
        ({"max_share": share("1"), "via": {"kind": "etat_prioritaires"}}, 0, 2),  # m = its own
    ],
)
def test_per_via_column_each_contingent_has_a_row_of_its_own(
    quota: Row, action: int, prefet: int
) -> None:
    someone = {"id": "charged", "maximise": "persons", "via": {"contingent": {"present": True}}}
    prefer = {"id": "by-the-state", "maximise": "persons", "via": {"contingent": "prefet"}}
    case = made(
        people(2, 0, contingents=["action", "prefet"]),
        dwellings(2),
        {"per": "via.contingent"} | quota,
        objectives=(HOUSE, someone, prefer),
        mode="flow",
        contingents=RIGHTS,
    )
    solution = solve(case)
    charged = Counter(RIGHTS[c]["contingent"] for c in solution.plan.contingent)
    assert charged == +Counter(action=action, prefet=prefet)


@pytest.mark.parametrize(
    ("bound", "charged"),
    [
        ({"min_share": share("0.5")}, 0),  # of its own right: 0 ≥ 0.5 × 0
        ({"min_share": share("0.5"), "among": {"via": {}}}, 1),  # of all: 1 ≥ 0.5 × 2
        ({"min_share": share("0.51"), "among": {"via": {}}}, 2),  # 1 < 1.02
        ({"min_share": share("0.51"), "among": {"via": {}, "who": {"aci": True}}}, 1),
    ],
)
def test_a_share_of_a_right_is_of_that_right_or_of_what_among_says(
    bound: Row, charged: int
) -> None:
    """Two attributions, one to an ACI household; Action Logement's right is preferred."""
    prefer = {"id": "by-action", "maximise": "persons", "via": {"contingent": "action"}}
    case = made(
        people(1, 1, contingents=["action", "prefet"]),
        dwellings(2),
        {"via": {"contingent": "prefet"}} | bound,
        objectives=(HOUSE, prefer),
        mode="flow",
        contingents=RIGHTS,
    )
    plan = solve(case).plan
    assert len(plan) == 2
    assert Counter(plan.contingent.tolist())[1] == charged


@pytest.mark.parametrize(
    ("among", "aci"),
    [
        ({}, 1),  # 1 ≤ 0.4 × 3; 2 > 0.4 × 4
        ({"who": {"persons": 2}}, 1),  # both others and the large ACI household: 1 ≤ 0.4 × 3
        ({"who": {"aci": True}}, 0),  # among ACI households 1 > 0.4 × 1
    ],
)
def test_a_share_among_some_counts_only_them(among: Row, aci: int) -> None:
    """Two ACI households, two others of two persons, four dwellings: at most 40 % ACI."""
    households = [household(f"aci-{i}", aci=True, persons=2) for i in range(2)] + [
        household(f"other-{i}", persons=2) for i in range(2)
    ]
    case = made(households, dwellings(4), ACI | {"max_share": share("0.4"), "among": among})
    assert housed(case) == +Counter(aci=aci, other=2)


def test_who_is_not_among_those_a_share_is_of_does_not_count() -> None:
    """ACI and of two persons: the single ACI household is neither in n nor in m."""
    households = [*people(1, 0), household("large-0", aci=True, persons=2), *people(0, 1)]
    quota = ACI | {"max_share": share("0"), "among": {"who": {"persons": 2}}}
    assert housed(made(households, dwellings(3), quota)) == Counter(aci=1, other=1)


@pytest.mark.parametrize(
    ("bound", "before", "aci"),
    [
        ({"max": 2}, (0, 0), 2),
        ({"max": 2}, (1, 5), 1),
        ({"max": 2}, (2, 5), 0),
        # n + 1 ≤ 0.5 (m + of), two others housed: m = n + 2.
        ({"max_share": share("0.5")}, (1, 1), 1),  # 2 ≤ 0.5 × 4; 3 > 0.5 × 5
        ({"max_share": share("0.5")}, (1, 2), 2),  # 3 ≤ 0.5 × 6
        # n + 1 ≤ ⌊0.5 (4 + of)⌋
        ({"max_share": share("0.5"), "of": "vacancies"}, (1, 1), 1),  # ⌊2.5⌋ = 2
        ({"max_share": share("0.5"), "of": "vacancies"}, (1, 2), 2),  # 3
    ],
)
def test_what_was_given_earlier_in_the_year_counts(
    bound: Row, before: tuple[int, int], aci: int
) -> None:
    case = made(people(2, 2), dwellings(4), ACI | bound, counters={("quota", ""): before})
    assert housed(case) == +Counter(aci=aci, other=2)


@pytest.mark.parametrize(
    ("bound", "before", "shortfall"),
    [
        ({"min": 3}, (1, 0), 0),  # 2 + 1
        ({"min": 4}, (1, 0), 1),
        ({"min_share": share("0.5")}, (0, 4), 1),  # 0.5 × (2 + 4) − 2
        ({"min_share": share("0.5")}, (1, 4), 0),
        ({"min_share": share("0.5")}, (0, 3), Fraction(1, 2)),  # 0.5 × (2 + 3) − 2
        ({"max": 1}, (3, 0), 2),  # already two too many, and nobody housed adds to them
    ],
)
def test_what_was_given_earlier_is_missed_or_made_up_for(
    bound: Row, before: tuple[int, int], shortfall: Fraction
) -> None:
    quota = ACI | bound | {"soft": 1}
    case = made(people(2, 0), dwellings(2), quota, counters={("quota", ""): before})
    assert values(solve(case))["soft-1"] == shortfall


def test_a_group_known_only_from_what_was_counted_has_its_row_too() -> None:
    """At least one ACI household in each residence: the south has no dwelling, but a count."""
    quota = ACI | {"per": "programme", "min": 1, "soft": 1}
    for count, shortfall in ((0, 1), (1, 0)):
        case = made(
            people(1, 0), dwellings(1), quota, counters={("quota", "south"): (count, count)}
        )
        assert values(solve(case))["soft-1"] == shortfall


def test_quotas_that_cross_hold_together() -> None:
    """At most one ACI household, at most one large one, in four dwellings: three of five fit.

    One ACI and large, or one of each kind, with the two who are neither: 2 + 2 = 4 fit then.
    """
    households = [
        household("aci-0", aci=True),
        household("both-0", aci=True, persons=2),
        household("large-0", persons=2),
        household("plain-0"),
        household("plain-1"),
    ]
    quotas = [
        {"id": "aci", "who": {"aci": True}, "max": 1},
        {"id": "large", "who": {"persons": 2}, "max": 1},
    ]
    case = instance(
        households=households,
        vacancies=dwellings(4),
        scenario={"quotas": quotas, "objectives": [HOUSE]},
    )
    assert housed(case) == Counter(aci=1, large=1, plain=2)


def test_two_bounds_of_one_quota_make_two_rows() -> None:
    """Exactly one ACI household of two, though others come first and houses are many."""
    case = made(
        people(2, 1),
        dwellings(3),
        ACI | {"min": 1, "max": 1},
        objectives=(ACI_LAST, HOUSE),
    )
    assert housed(case) == Counter(aci=1, other=1)


def test_a_share_just_above_one_half_asks_for_both_of_two() -> None:
    """1 < 0.5000001 × 2, so both dwellings go to ACI households though others come first."""
    quota = ACI | {"min_share": share("0.5000001")}
    case = made(people(2, 2), dwellings(2), quota, objectives=(HOUSE, ACI_LAST))
    assert housed(case) == Counter(aci=2)
