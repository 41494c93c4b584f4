"""What a report counts, on instances small enough to count by hand."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.report.figures.mix import QuartileMix, quartile_mix
from repartition.report.figures.offers import offers
from repartition.report.figures.places import PlaceCount, count_all, count_by
from repartition.report.figures.rents import (
    LowRents,
    Spread,
    low_rent_limit,
    low_rents_by_commune,
    means_of,
    rent_count,
    rents_by,
)
from repartition.report.figures.rents import wishes_by_commune as wishes
from repartition.report.figures.rights import RightCount, rights_by_contingent, rights_by_kind


def given(
    pairs: list[tuple[int, int]],
    contingents: list[int] | None = None,
    transfers: list[int] | None = None,
) -> Plan:
    """Return a plan of (household, vacancy) rows, charged to contingent 0 where not said."""
    households, vacancies = zip(*pairs, strict=True)
    return Plan.of(
        np.array(households),
        np.array(vacancies),
        np.array(contingents or [0] * len(pairs)),
        np.array(transfers or [NO_ROW] * len(pairs)),
    )


@pytest.fixture
def town() -> Instance:
    """Return three programmes: fragile in a QPV, fragile outside, and not fragile."""
    return instance(
        communes=[commune("joue"), commune("tours")],
        programmes=[
            programme("a", fragility=2, qpv="Sanitas"),
            programme("b", fragility=1, commune="joue"),
            programme("c", fragility=0),
        ],
        vacancies=[
            vacancy("v0", programme="a"),
            vacancy("v1", programme="a"),
            vacancy("v2", programme="b"),
            vacancy("v3", programme="c"),
            vacancy("v4", programme="c"),
            vacancy("v5", programme="c", available_on=date(2015, 1, 1)),  # after the period
        ],
        households=[
            household("h0", aci=True, quartile=1),
            household("h1", aci=True, quartile=1),
            household("h2", quartile=3),
            household("h3"),
        ],
    )


def test_dwellings_count_whether_given_or_not(town: Instance) -> None:
    # one ACI household in a, which is fragile, another in c, which is not; one other in a
    plan = given([(0, 0), (1, 3), (2, 1)])

    assert count_by(town, plan, "programme.programme") == {
        "a": PlaceCount(2, 2, 1, 0),
        "b": PlaceCount(1, 0, 0, 0),
        "c": PlaceCount(2, 1, 1, 1),
    }
    assert count_all(town, plan) == PlaceCount(5, 3, 2, 1)
    assert count_all(town, plan).aci_in_fragile == 1


def test_the_places_of_one_kind_add_up_to_all(town: Instance) -> None:
    plan = given([(0, 0), (1, 3), (2, 1)])
    for column in ("programme.commune", "programme.in_qpv", "programme.bailleur"):
        counts = count_by(town, plan, column).values()
        assert sum(counts, PlaceCount()) == count_all(town, plan)


def test_an_empty_place_has_no_share(town: Instance) -> None:
    plan = given([(0, 0)])
    assert count_by(town, plan, "programme.programme")["c"].aci_share is None
    assert count_by(town, plan, "programme.programme")["a"].aci_share == 1


def test_a_column_that_no_table_has_makes_no_place(town: Instance) -> None:
    assert count_by(town, given([(0, 0)]), "programme.colour") == {}


def test_a_household_without_quartile_is_in_no_share(town: Instance) -> None:
    # inside the QPV: h0 (Q1), h2 (Q3); outside: h1 (Q1), h3 (unknown)
    plan = given([(0, 0), (2, 1), (1, 2), (3, 3)])

    inside = quartile_mix(town, plan, inside=True)
    outside = quartile_mix(town, plan, inside=False)

    assert inside == QuartileMix(attributions=2, aci=1, known=2, first_quartile=1)
    assert (inside.upper_share, inside.aci_share) == (Fraction(1, 2), Fraction(1, 2))
    assert outside == QuartileMix(attributions=2, aci=1, known=1, first_quartile=1)
    assert (outside.first_share, outside.upper_share) == (1, 0)


def test_a_share_is_of_the_quartiles_known(town: Instance) -> None:
    # inside: h2 (Q3) and h3, of whom nothing is known
    inside = quartile_mix(town, given([(2, 0), (3, 1)]), inside=True)

    assert (inside.upper_share, inside.first_share) == (1, 0)


def test_nobody_has_no_share(town: Instance) -> None:
    assert quartile_mix(town, given([(1, 3)]), inside=True).upper_share is None


@pytest.fixture
def reserved() -> Instance:
    return instance(
        contingents=[contingent("etat", "etat_prioritaires"), contingent("ville", "commune")],
        vacancies=[
            vacancy("v0", contingent="etat"),
            vacancy("v1", contingent="etat"),
            vacancy("v2", contingent="ville"),
            vacancy("v3"),
        ],
        households=[household("h0"), household("h1"), household("h2"), household("h3")],
    )


def test_what_is_handed_back_is_charged_to_who_receives_it(reserved: Instance) -> None:
    # v0 to the State, v1 of the State through a transfer to the town, v3 to nobody (2)
    plan = given([(0, 0), (1, 1), (2, 3)], contingents=[0, 1, 2], transfers=[NO_ROW, 0, NO_ROW])

    by_kind = rights_by_kind(reserved, plan)

    assert by_kind == {
        "etat_prioritaires": RightCount(reserved=2, charged=1, received=0, handed_back=1),
        "commune": RightCount(reserved=1, charged=1, received=1, handed_back=0),
        "": RightCount(reserved=1, charged=1, received=0, handed_back=0),
    }
    assert rights_by_contingent(reserved, plan) == tuple(by_kind.values())


def test_who_leaves_fragile_stock_is_followed(town: Instance) -> None:
    # before: h0 and h1 (ACI) in a, h2 in b, all fragile.
    before = given([(0, 0), (1, 1), (2, 2)])
    # after: h0 in c in the same commune; h1 nowhere; h2 stays in fragile stock, in a
    after = given([(0, 3), (2, 0)])

    poorest = offers((town, before), (town, after), aci=True)
    others = offers((town, before), (town, after), aci=False)

    assert (poorest.kept_out, poorest.same_commune, poorest.other_commune) == (2, 1, 0)
    assert poorest.without == 1
    # a T2 for one person: one spare room, nothing to pay
    assert (poorest.after.spare_rooms, poorest.after.effort) == (1, 0)
    assert others.kept_out == 0
    assert others.after.effort is None


def test_another_commune_is_told_from_the_same(town: Instance) -> None:
    # h0 leaves b, in Joué, for c, in Tours
    found = offers((town, given([(0, 2)])), (town, given([(0, 3)])), aci=True)

    assert (found.same_commune, found.other_commune, found.without) == (0, 1, 0)


def test_households_are_matched_by_name_where_the_tables_differ(town: Instance) -> None:
    later = instance(
        programmes=[programme("new")],
        vacancies=[vacancy("x", programme="new")],
        households=[household("a-new-one"), household("h1", aci=True)],
    )
    # h0 has left the file; h1, row 1 before, is row 1 of two after
    found = offers((town, given([(0, 0), (1, 1)])), (later, given([(1, 0)])), aci=True)

    assert (found.kept_out, found.same_commune, found.without) == (1, 1, 0)


def test_quartiles_are_those_of_a_spreadsheet() -> None:
    # QUARTILE.INC of 1, 2, 3, 10: 1.75, 2.5, 4.75
    spread = Spread.of([Fraction(n) for n in (10, 1, 3, 2)])

    assert spread == Spread(4, Fraction(7, 4), Fraction(5, 2), Fraction(19, 4))
    assert Spread.of([]) == Spread(0, None, None, None)
    assert Spread.of([Fraction(3)]) == Spread(1, Fraction(3), Fraction(3), Fraction(3))


@pytest.fixture
def market() -> Instance:
    return instance(
        vacancies=[
            vacancy("v0", rent=200, charges=50, surface=50, financing="PLAI"),
            vacancy("v1", rent=300, charges=0, surface=50),
            vacancy("v2", rent=300, charges=1, surface=50),
            vacancy("v3", rent=100, surface=0),
            vacancy("v4", rent=1, surface=50, available_on=date(2015, 1, 1)),
        ],
        households=[
            household("h0", aci=True, monthly_income=1000),
            household("h1", aci=True, monthly_income=500),
            household("h2", aci=True, monthly_income=1),
            household("h3", monthly_income=9000),
            household("h4", aci=True, monthly_income=9000, active=False),
        ],
        scenario={"eligibility": {"max_effort": "0.3", "surface": True}},
    )


def test_a_dwelling_is_within_means_up_to_the_limit_itself(market: Instance) -> None:
    means = means_of(market)
    assert means is not None
    # v0 costs 250, v1 300, v2 301. Limits: h0 300, h1 150, h2 0.30. v3 is too small for all;
    # v4 is not of the period; h3 is not ACI, h4 not active.
    assert means.households == 3
    assert means.fitting.tolist() == [3, 3, 3, 0, 0]
    assert means.paying.tolist() == [1, 1, 0, 0, 0]
    assert sorted(means.shares) == [0, 0, Fraction(2, 3)]


def test_rents_are_per_square_metre_without_charges(market: Instance) -> None:
    of_period = np.flatnonzero(market.vacancies.of_period)
    found = rent_count(market, means_of(market), of_period)

    # 200/50, 300/50, 300/50; v3 has no surface, and v4 comes after the period
    assert found.dwellings == 4
    assert found.rent == Spread(3, Fraction(5), Fraction(6), Fraction(6))
    # 2 of the 9 pairs that suit
    assert found.mean_means == Fraction(2, 9)
    assert found.within_half == 0


def test_a_rent_is_low_up_to_the_first_quartile_itself(market: Instance) -> None:
    # 4, 6, 6: the first quartile is 5. One of four dwellings: v3, without surface, has no rent by
    # the square metre. h0, h1 and h2 would live anywhere.
    assert low_rent_limit(market) == 5
    assert low_rents_by_commune(market) == [LowRents(dwellings=4, low=1, asking=3)]
    # 5, 6, 6, 7: the first quartile is 5.75; 5 and 5, 6, 7: it is 5, and both are low.
    rents = [250, 250, 300, 350]
    ties = instance(
        communes=[commune("joue"), commune("tours")],
        vacancies=[vacancy(f"v{n}", rent=rent, surface=50) for n, rent in enumerate(rents)],
        households=[household("h0", aci=True, communes=["joue"])],
    )
    assert low_rent_limit(ties) == 5
    assert low_rents_by_commune(ties) == [LowRents(0, 0, 1), LowRents(4, 2, 0)]


def test_no_low_rent_has_nobody_for_each() -> None:
    assert LowRents(dwellings=4, low=2, asking=9).asking_for_each == Fraction(9, 2)
    assert LowRents(dwellings=4, low=0, asking=9).asking_for_each is None
    assert LowRents(dwellings=0, low=0, asking=9).share is None


def test_who_has_no_income_is_counted_apart_and_can_pay_what_costs_nothing() -> None:
    town = instance(
        vacancies=[vacancy("v0", rent=0, surface=50), vacancy("v1", rent=100, surface=50)],
        households=[
            household("h0", aci=True, monthly_income=0),
            household("h1", aci=True, monthly_income=1000),
        ],
        scenario={"eligibility": {"max_effort": "0.3"}},
    )
    means = means_of(town)
    assert means is not None

    assert (means.with_income, means.without_income) == ((Fraction(1),), (Fraction(1, 2),))
    assert sorted(means.shares) == [Fraction(1, 2), 1]


def test_half_of_the_households_are_enough(market: Instance) -> None:
    means = means_of(market)
    assert means is not None
    means.fitting[0], means.paying[0] = 4, 2  # half of them
    means.fitting[1], means.paying[1] = 5, 2  # fewer
    found = rents_by(market, means, "vacancy.financing")

    assert found["PLAI"].within_half == 1
    assert found["PLUS"].within_half == 0
    assert set(found) == {"PLAI", "PLUS"}


def test_without_a_limit_of_effort_nothing_is_within_means(town: Instance) -> None:
    assert means_of(town) is None
    assert rent_count(town, None, np.arange(6)).mean_means is None


def test_who_names_no_commune_would_live_in_any() -> None:
    asked = instance(
        communes=[commune("joue"), commune("tours")],
        vacancies=[vacancy("v")],
        households=[
            household("h0", aci=True, communes=["tours", "tours"]),
            household("h1", aci=True),
            household("h2", communes=["joue"]),
            household("h3", aci=True, communes=["joue"], active=False),
        ],
    )
    # joue: h1; tours: h0 once, h1
    assert wishes(asked).tolist() == [1, 2]
