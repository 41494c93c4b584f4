"""What the commission has decided, and dwellings that a move frees: chains, swaps and cycles."""

import pytest
from tests.factories import Row, household, instance, vacancy
from tests.optimisation.plans import homes, solve, values

from repartition.domain.instance import Instance
from repartition.errors import InfeasibleError

HOUSE = {"id": "house", "maximise": "attributions"}
POINTS = {"id": "points", "maximise": "points"}


def made(
    households: list[Row],
    vacancies: list[Row],
    *,
    fixed: tuple[tuple[str, str], ...] = (),
    forbidden: tuple[tuple[str, str], ...] = (),
    objectives: tuple[Row, ...] = (HOUSE, POINTS),
    quotas: tuple[Row, ...] = (),
) -> Instance:
    return instance(
        households=households,
        vacancies=vacancies,
        fixed=fixed,
        forbidden=forbidden,
        scenario={"objectives": objectives, "quotas": quotas},
    )


def given(case: Instance) -> dict[str, str]:
    return homes(case, solve(case).plan)


# --- decisions


def test_a_fixed_pair_stands_though_another_has_more_points() -> None:
    people = [household("few", points=1), household("many", points=9)]
    assert given(made(people, [vacancy("v")])) == {"many": "v"}
    assert given(made(people, [vacancy("v")], fixed=(("few", "v"),))) == {"few": "v"}


def test_a_fixed_pair_stands_though_it_costs_an_attribution() -> None:
    """``large`` needs the larger dwelling; it is given to ``small`` by decision."""
    people = [household("large", persons=3), household("small")]
    vacancies = [vacancy("big", surface=40), vacancy("tiny", surface=10)]
    assert len(given(made(people, vacancies))) == 2
    assert given(made(people, vacancies, fixed=(("small", "big"),))) == {"small": "big"}


def test_a_fixed_pair_stands_though_a_rule_refuses_it() -> None:
    people = [household("large", persons=3)]
    vacancies = [vacancy("tiny", surface=10)]
    assert given(made(people, vacancies)) == {}
    assert given(made(people, vacancies, fixed=(("large", "tiny"),))) == {"large": "tiny"}


def test_a_fixed_pair_counts_in_quotas() -> None:
    """At most one attribution: the one decided, though the other has more points."""
    people = [household("few", points=1), household("many", points=9)]
    quota = {"id": "one", "max": 1}
    case = made(people, [vacancy("v"), vacancy("w")], fixed=(("few", "v"),), quotas=(quota,))
    assert given(case) == {"few": "v"}


def test_a_forbidden_pair_is_in_no_plan_and_its_neighbour_may_be() -> None:
    people = [household("a", points=9), household("b")]
    vacancies = [vacancy("v")]
    assert given(made(people, vacancies, forbidden=(("a", "v"),))) == {"b": "v"}
    assert given(made(people, vacancies, forbidden=(("b", "v"),))) == {"a": "v"}


# --- dwellings that a move frees


def test_a_freed_dwelling_is_given_only_if_its_tenant_moves() -> None:
    people = [household("tenant"), household("waiting", persons=2)]
    freed = vacancy("home", freed_by="tenant", surface=20)
    assert given(made(people, [freed])) == {}
    # The free dwelling is too small for two: the tenant moves there, and the others come after.
    case = made(people, [freed, vacancy("new", surface=10)])
    assert given(case) == {"tenant": "new", "waiting": "home"}


def test_nobody_gets_the_dwelling_it_frees() -> None:
    assert given(made([household("tenant")], [vacancy("home", freed_by="tenant")])) == {}


def test_a_chain_of_moves_is_a_plan() -> None:
    """Each fits only the next dwelling: a into the free one, b into a's, c into b's."""
    people = [
        household("a", persons=3),
        household("b", persons=2),
        household("c"),
    ]
    vacancies = [
        vacancy("free", surface=30),
        vacancy("of-a", surface=20, freed_by="a"),
        vacancy("of-b", surface=10, freed_by="b"),
    ]
    assert given(made(people, vacancies)) == {"a": "free", "b": "of-a", "c": "of-b"}
    # The second may head a shorter one; with nobody at its head nothing moves.
    heads = (("a", "free"), ("b", "free"), ("c", "free"))
    assert given(made(people, vacancies, forbidden=heads[:1])) == {"b": "free", "c": "of-b"}
    assert given(made(people, vacancies, forbidden=heads)) == {}


def test_two_tenants_may_swap_and_three_may_turn() -> None:
    for count in (2, 3):
        people = [household(f"h{i}") for i in range(count)]
        vacancies = [vacancy(f"of-h{i}", freed_by=f"h{i}") for i in range(count)]
        # Only one cycle is left: everyone moves on to the next one's home.
        forbidden = tuple(
            (f"h{i}", f"of-h{j}")
            for i in range(count)
            for j in range(count)
            if j not in {i, (i + 1) % count}
        )
        expected = {f"h{i}": f"of-h{(i + 1) % count}" for i in range(count)}
        assert given(made(people, vacancies, forbidden=forbidden)) == expected


def test_a_swap_that_helps_nobody_is_not_made() -> None:
    people = [household("a"), household("b")]
    vacancies = [vacancy("of-a", freed_by="a"), vacancy("of-b", freed_by="b")]
    fewest = {"id": "few", "minimise": "attributions"}
    assert given(made(people, vacancies, objectives=(fewest,))) == {}


def test_who_frees_a_dwelling_nobody_can_have_moves_as_anyone_does() -> None:
    people = [household("tenant", persons=2), household("large", persons=8)]
    vacancies = [vacancy("home", freed_by="tenant", surface=10), vacancy("new", surface=20)]
    assert given(made(people, vacancies)) == {"tenant": "new"}


def test_the_home_of_somebody_moved_by_decision_may_be_given() -> None:
    people = [household("tenant"), household("waiting", points=3)]
    vacancies = [vacancy("home", freed_by="tenant"), vacancy("new")]
    case = made(people, vacancies, fixed=(("tenant", "new"),))
    assert given(case) == {"tenant": "new", "waiting": "home"}


def test_a_decision_that_gives_a_home_away_makes_its_tenant_move() -> None:
    """Others have more points, but the tenant must go somewhere."""
    people = [household("tenant"), household("chosen"), household("rich", points=9)]
    vacancies = [vacancy("home", freed_by="tenant"), vacancy("new")]
    case = made(people, vacancies, fixed=(("chosen", "home"),))
    assert given(case) == {"chosen": "home", "tenant": "new"}


def test_a_decision_that_gives_a_home_away_needs_a_home_for_its_tenant() -> None:
    people = [household("tenant", persons=2), household("chosen")]
    vacancies = [vacancy("home", freed_by="tenant"), vacancy("new", surface=10)]
    case = made(people, vacancies, fixed=(("chosen", "home"),))
    with pytest.raises(InfeasibleError) as stopped:
        solve(case)
    assert [name for name, _sentence in stopped.value.missed] == ["freed:home"]
    assert "home is given, but tenant, who lives in it" in str(stopped.value)


def test_moves_and_arrivals_weigh_the_same_in_quotas() -> None:
    """At most one attribution: a chain of two is one too many, so nobody gets the freed home."""
    people = [household("tenant", points=1), household("waiting", persons=2, points=9)]
    vacancies = [vacancy("home", freed_by="tenant", surface=20), vacancy("new", surface=10)]
    case = made(people, vacancies, quotas=({"id": "one", "max": 1},))
    assert given(case) == {"tenant": "new"}
    assert values(solve(case))["house"] == 1
