"""What giving one dwelling to one household would break, with its arithmetic."""

from fractions import Fraction

import pytest
from tests.explanation.conftest import view_of
from tests.factories import contingent, household, instance, vacancy

from repartition.explanation.facts.target_changes import ways_of_pair
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.target_changes import row_words, way_words

PREFET = contingent("prefet", "etat_prioritaires")
MAIRIE = contingent("mairie", "commune", commune="tours")


def aci_quota(**bound: object) -> dict[str, object]:
    return {"quotas": [{"id": "aci", "who": {"aci": True}, **bound}]}


def test_a_maximum_that_is_reached_stands_in_the_way() -> None:
    """One ACI household is housed, at most one may be: with h there would be two."""
    view = view_of(
        instance(
            households=[household("h", aci=True), household("i", aci=True)],
            vacancies=[vacancy("v1"), vacancy("v2")],
            scenario=aci_quota(max=1),
        ),
        plan={"i": "v1"},
    )
    (way,) = ways_of_pair(view, 0, 1)

    assert way.blocked
    assert list(way_words(Lexicon.of(view.instance), way)) == [
        "Charged to no contingent: target “aci” (hard), at most 1: 1 now, 2 then (1 too many)."
    ]


def test_taking_the_dwelling_of_another_that_counts_too_breaks_nothing() -> None:
    view = view_of(
        instance(
            households=[household("h", aci=True), household("i", aci=True)],
            vacancies=[vacancy("v1")],
            scenario=aci_quota(max=1),
        ),
        plan={"i": "v1"},
    )
    (way,) = ways_of_pair(view, 0, 0)

    assert (way.rows, way.blocked) == ((), False)


def test_a_share_moves_with_the_attributions_and_its_excess_is_exact() -> None:
    """2 ACI of 10 is 20 %; with one more ACI 3 of 11, and 20 % of 11 is 2.2: 0.8 too many."""
    others = [household(f"h{number:02}", aci=number < 2) for number in range(10)]
    dwellings = [vacancy(f"v{number:02}") for number in range(11)]
    view = view_of(
        instance(
            households=[household("asked", aci=True), *others],
            vacancies=dwellings,
            scenario=aci_quota(max_share=0.2),
        ),
        plan={row["household"]: f"v{number:02}" for number, row in enumerate(others)},
    )
    (way,) = ways_of_pair(view, 0, 10)
    (row,) = way.rows

    assert (row.count, row.of) == ((2, 3), (10, 11))
    assert row.bound == (Fraction(2), Fraction(11, 5))
    assert row.shortfall == (Fraction(0), Fraction(4, 5))
    assert row_words(Lexicon.of(view.instance), row) == (
        "target “aci” (hard), at most 20%: 2 of 10 (bound: 2) now, 3 of 11 (bound: 2.2) then (0.8 "
        "too many)"
    )


def test_a_minimum_is_missed_when_the_only_one_that_counts_gives_way() -> None:
    view = view_of(
        instance(
            households=[household("a"), household("d", aci=True)],
            vacancies=[vacancy("v")],
            scenario=aci_quota(min=1),
        ),
        plan={"d": "v"},
    )
    (way,) = ways_of_pair(view, 0, 0)

    assert [row_words(Lexicon.of(view.instance), row) for row in way.rows] == [
        "target “aci” (hard), at least 1: 1 now, 0 then (1 missing)"
    ]


def test_a_soft_target_costs_and_does_not_block() -> None:
    view = view_of(
        instance(
            households=[household("h", aci=True)],
            vacancies=[vacancy("v")],
            scenario=aci_quota(max=0, soft=1),
        ),
        plan={},
    )
    (way,) = ways_of_pair(view, 0, 0)

    assert [row.level for row in way.rows] == [1]
    assert not way.blocked


@pytest.mark.parametrize(("share", "blocked"), [(0.5, True), (1, False)])
def test_a_transfer_that_is_full_closes_its_way(share: float, blocked: bool) -> None:
    """Two dwellings of the préfet: half of them is one, and one has gone through the transfer."""
    transfer = {
        "id": "rendu",
        "from": {"kind": "etat_prioritaires"},
        "to": {"kind": "commune"},
        "max_share": share,
    }
    view = view_of(
        instance(
            households=[
                household("h", contingents=["mairie"]),
                household("i", contingents=["mairie"]),
            ],
            vacancies=[vacancy("v1", contingent="prefet"), vacancy("v2", contingent="prefet")],
            contingents=[PREFET, MAIRIE],
            scenario={"contingents": {"transfers": [transfer]}},
        ),
        plan={"i": "v1"},
    )
    (way,) = ways_of_pair(view, 0, 1)

    assert (way.contingent, way.transfer, way.blocked) == ("mairie", "rendu", blocked)
    assert list(way_words(Lexicon.of(view.instance), way)) == (
        [
            "Charged to mairie, through the transfer rendu: transfer rendu of the dwellings of "
            "prefet, at most 1: 1 now, 2 then (1 too many)."
        ]
        if blocked
        else []
    )


def test_a_household_that_moves_to_another_dwelling_is_counted_once() -> None:
    """One ACI at most: h, who is the one, changes its dwelling."""
    view = view_of(
        instance(
            households=[household("h", aci=True)],
            vacancies=[vacancy("v1"), vacancy("v2")],
            scenario=aci_quota(max=1),
        ),
        plan={"h": "v1"},
    )
    assert not ways_of_pair(view, 0, 1)[0].rows
