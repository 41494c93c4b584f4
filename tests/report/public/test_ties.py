"""Ties alone: each instance has one small count, which one relation would give away."""

from datetime import date

import numpy as np
from tests.factories import commune, contingent, household, instance, programme, vacancy
from tests.report.public.journalist import HIDDEN

from repartition.audit.outcome import Outcome
from repartition.audit.recount import Recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW, Column
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.report.difference import Difference
from repartition.report.figures.crossed import Crossed, crossed
from repartition.report.figures.offers import Fit, Offers
from repartition.report.public.groups import HOUSED, REQUESTS, WAITING, count_people, group_key
from repartition.report.public.ledger import Ledger
from repartition.report.public.moves import (
    change_key,
    count_changes,
    count_effort,
    count_offers,
    effort_key,
    offer_key,
    tie_offers_to_changes,
)
from repartition.report.public.places import BEFORE, PLAN, count_places, place_key, places_of
from repartition.report.public.stock import (
    count_occupied,
    count_rights,
    occupied_key,
    right_key,
)
from repartition.report.publication import Key
from repartition.report.sides import Side


def side(made: Instance, contingents: list[int] | None = None) -> Side:
    """Return a plan that gives each dwelling to the household of its row."""
    rows = np.arange(made.n_vacancies, dtype=np.int32)
    charged = np.full(len(rows), made.n_contingents, np.int32)
    if contingents is not None:
        charged = np.array(contingents, np.int32)
    plan = Plan.of(rows, rows, charged, np.full(len(rows), NO_ROW, np.int32))
    charging = resolve_charging(made)
    outcome = Outcome(made, charging, find_pairs(made, charging), plan, "sequential", proven=False)
    return Side("plan", outcome, Recount((), (), ()))


def homes(programme: str, number: int, **cells: object) -> list[dict[str, object]]:
    return [
        vacancy(f"{programme}-{index:03}", programme=programme, **cells) for index in range(number)
    ]


def people(number: int, start: int = 0, **cells: object) -> list[dict[str, object]]:
    return [household(f"h{start + index:04}", **cells) for index in range(number)]


def printed(ledger: Ledger, keys: list[Key]) -> list[object]:
    """Return cells once what is printed, and nothing else, has decided what hides."""
    for key in keys:
        ledger.cell(key)
    ledger.close()
    return [ledger.cell(key) for key in keys]


def places(made: Instance) -> Ledger:
    plan, ledger = side(made), Ledger()
    count_places(ledger, PLAN, plan, places_of([plan]))
    return ledger


def of(*place: str) -> Key:
    return place_key(PLAN, "attributions", *place)


def test_a_commune_without_a_district_lies_outside_them() -> None:
    """40 in Druye and 46 outside the districts: 6 of Tours are outside."""
    made = instance(
        communes=[commune("tours"), commune("druye")],
        programmes=[
            programme("sanitas", qpv="Sanitas"),
            programme("centre"),
            programme("bourg", commune="druye"),
        ],
        vacancies=[*homes("sanitas", 30), *homes("centre", 6), *homes("bourg", 40)],
        households=people(76),
    )
    keys = [of("commune", "druye"), of("qpv", "false")]

    assert places(made).value(("plan", "attributions", "district", "false", "tours")) == 6
    assert HIDDEN in printed(places(made), keys)
    for key in keys:
        assert printed(places(made), [key]) != [HIDDEN]


def test_the_contrat_de_ville_is_its_communes() -> None:
    """40 in the two communes of the Contrat de Ville, 34 of them in Tours: 6 are in La Riche."""
    made = instance(
        communes=[
            commune("tours", contrat_de_ville=True),
            commune("la-riche", contrat_de_ville=True),
            commune("druye", contrat_de_ville=False),
        ],
        programmes=[programme(name, commune=name) for name in ("tours", "la-riche", "druye")],
        vacancies=[*homes("tours", 34), *homes("la-riche", 6), *homes("druye", 50)],
        households=people(90),
    )
    keys = [of("commune", "tours"), of("contrat", "true")]

    assert HIDDEN in printed(places(made), keys)
    assert HIDDEN not in printed(places(made), keys[:1])


def test_degrees_that_count_as_fragile_are_the_fragile_stock() -> None:
    """40 in fragile stock, 34 of them of degree 1: 6 are of degree 2."""
    made = instance(
        programmes=[programme(f"p{degree}", fragility=degree) for degree in (0, 1, 2)],
        vacancies=[*homes("p0", 50), *homes("p1", 34), *homes("p2", 6)],
        households=people(90),
    )
    keys = [of("degree", "1"), place_key(PLAN, "fragile")]

    assert HIDDEN in printed(places(made), keys)
    assert HIDDEN not in printed(places(made), keys[:1])


def test_a_landlord_that_is_left_is_worked_out_from_the_whole() -> None:
    made = instance(
        programmes=[programme("a", bailleur="a"), programme("b", bailleur="b")],
        vacancies=[*homes("a", 50), *homes("b", 4)],
        households=people(54),
    )

    assert HIDDEN in printed(places(made), [of(), of("landlord", "a")])


def test_aci_and_dalo_overlap() -> None:
    """200 ask, 100 of them ACI, 96 neither: 4 are DALO and not ACI, though 30 are DALO."""
    made = instance(
        vacancies=homes("residence", 1),
        households=[
            *people(74, aci=True),
            *people(26, 74, aci=True, dalo=True),
            *people(4, 100, dalo=True),
            *people(96, 104),
        ],
    )

    def requests(*groups: str) -> list[object]:
        plan, ledger = side(made), Ledger()
        count_places(ledger, PLAN, plan, places_of([plan]))
        count_people(ledger, PLAN, plan)
        return printed(ledger, [group_key(PLAN, REQUESTS, group) for group in groups])

    assert HIDDEN in requests("all", "aci", "neither")
    assert HIDDEN not in requests("all", "dalo")


def test_a_kind_of_contingent_that_is_left_is_worked_out_from_the_whole() -> None:
    made = instance(
        contingents=[contingent("etat", "etat_prioritaires"), contingent("mairie", "commune")],
        vacancies=[
            *homes("residence", 40, contingent="etat"),
            *[vacancy(f"z{index}", contingent="mairie") for index in range(3)],
        ],
        households=people(43),
    )
    plan, ledger = side(made, [0] * 40 + [1] * 3), Ledger()
    count_places(ledger, PLAN, plan, places_of([plan]))
    kinds = count_rights(ledger, PLAN, plan.instance, plan.plan)

    assert kinds == ("etat_prioritaires", "commune")
    assert HIDDEN in printed(ledger, [of(), right_key(PLAN, "charged", "etat_prioritaires")])


def test_those_who_live_there_and_are_not_aci_are_counted_too() -> None:
    """95 of 100 households of a degree: 5 are not."""
    made = instance(
        programmes=[programme("p", dwellings=100, aci_households=95)],
        vacancies=homes("p", 1),
        households=people(1),
    )
    ledger = Ledger()

    assert count_occupied(ledger, made) == ("0",)
    assert HIDDEN in printed(ledger, [occupied_key("homes", "0"), occupied_key("aci", "0")])


def test_more_aci_households_than_dwellings_are_a_slip_and_are_left_out() -> None:
    made = instance(
        programmes=[programme("p", dwellings=20, aci_households=95)],
        vacancies=homes("p", 1),
        households=people(1),
    )

    assert count_occupied(Ledger(), made) == ()


def test_somebody_could_be_where_the_commission_has_already_housed_one() -> None:
    made = instance(
        vacancies=[vacancy("later", available_on=date(2020, 1, 1))], households=people(1)
    )
    plan = side(made)
    column = Column.constant("here", 1)

    assert not made.vacancies.of_period[0]
    assert crossed(made, plan.plan, column) == {"here": Crossed(other_sound=1, has_sound=True)}


NO_FIT = Fit(None, None, None)


def moved_out(*, before: int, kept_out: int, now: int) -> Ledger:
    """Return the ACI households of fragile programmes in two plans, of whom some moved out."""
    ledger = Ledger()
    ledger.count(place_key(BEFORE, "aci-fragile"), before)
    ledger.count(place_key(PLAN, "aci-fragile"), now)
    count_offers(ledger, "aci", Offers(kept_out, kept_out, 0, 0, NO_FIT, NO_FIT))
    return ledger


def test_who_stays_in_fragile_programmes_is_who_was_not_kept_out() -> None:
    """30 of the 36 of usual practice are kept out: 6 stay."""
    keys = [place_key(BEFORE, "aci-fragile"), offer_key("aci", "kept-out")]

    assert HIDDEN in printed(moved_out(before=36, kept_out=30, now=50), keys)
    for key in keys:
        assert printed(moved_out(before=36, kept_out=30, now=50), [key]) != [HIDDEN]


def test_who_comes_into_fragile_programmes_is_who_did_not_stay() -> None:
    """30 of 60 stay, and 34 are there in the plan: 4 come."""
    keys = [
        place_key(BEFORE, "aci-fragile"),
        offer_key("aci", "kept-out"),
        place_key(PLAN, "aci-fragile"),
    ]

    assert HIDDEN in printed(moved_out(before=60, kept_out=30, now=34), keys)
    assert HIDDEN not in printed(moved_out(before=60, kept_out=30, now=34), keys[:2])


def test_those_kept_out_are_the_sum_of_what_they_were_offered() -> None:
    """30 kept out, 26 of them housed in the same commune, none elsewhere: 4 have no dwelling."""
    ledger = Ledger()
    ledger.count(place_key(BEFORE, "aci-fragile"), 60)
    ledger.count(place_key(PLAN, "aci-fragile"), 60)
    count_offers(ledger, "aci", Offers(42, 26, 12, 4, NO_FIT, NO_FIT))
    keys = [offer_key("aci", what) for what in ("kept-out", "same-commune", "other-commune")]

    assert HIDDEN in printed(ledger, keys)


def changed(*printed_keys: Key) -> list[object]:
    """Return cells of two plans: 50 keep their dwelling, 24 move, 4 gain one and 6 lose theirs."""
    ledger = Ledger()
    ledger.count(group_key(PLAN, HOUSED, "all"), 78)
    ledger.count(group_key(BEFORE, HOUSED, "all"), 80)
    names = [tuple(map(str, range(number))) for number in (24, 4, 6)]
    count_changes(ledger, Difference(50, *names))
    for who, kept_out in (("aci", 15), ("other", 4)):
        ledger.count(place_key(BEFORE, f"{who}-fragile"), 40)
        ledger.count(place_key(PLAN, f"{who}-fragile"), 40)
        count_offers(ledger, who, Offers(kept_out, kept_out, 0, 0, NO_FIT, NO_FIT))
    tie_offers_to_changes(ledger)
    return printed(ledger, list(printed_keys))


def test_what_changes_ties_one_plan_to_the_other() -> None:
    """80 were housed; 50 keep their dwelling and 24 move: 6 lose it."""
    before, same, moved = (
        group_key(BEFORE, HOUSED, "all"), change_key("same"), change_key("moved")
    )  # fmt: skip

    assert HIDDEN in changed(before, same, moved)
    assert HIDDEN not in changed(before, same)


def test_who_gains_a_dwelling_is_who_is_housed_and_neither_keeps_one_nor_moves() -> None:
    """78 are housed; 50 keep their dwelling and 24 move: 4 gain one."""
    after, same, moved = (
        group_key(PLAN, HOUSED, "all"), change_key("same"), change_key("moved")
    )  # fmt: skip

    assert HIDDEN in changed(after, same, moved)
    assert HIDDEN in changed(change_key("changed"), moved)
    assert HIDDEN not in changed(after, same)


def test_those_moved_out_of_fragile_programmes_are_among_those_who_moved() -> None:
    """24 move, 15 of them ACI households moved out of fragile programmes: 9 at most are others."""
    moved, aci = change_key("moved"), offer_key("aci", "same-commune")

    assert HIDDEN in changed(moved, aci)
    assert HIDDEN not in changed(moved)
    assert HIDDEN not in changed(aci)


def kept_out_by_effort(aci: int, others: int, *groups: str) -> list[object]:
    """Return how many wait and how many the effort keeps out: 46 ACI households, and 30 others.

    ``aci`` and ``others`` wait, and the effort alone does not keep them out.
    """
    poor, fair = {"monthly_income": 100}, {"monthly_income": 9000}
    made = instance(
        vacancies=homes("residence", 1, rent=500, charges=0),
        households=[
            *people(1, **fair),
            *people(aci, 1, **fair, aci=True),
            *people(others, 1 + aci, **fair),
            *people(46, 1 + aci + others, **poor, aci=True),
            *people(30, 47 + aci + others, **poor),
        ],
        scenario={"eligibility": {"max_effort": "0.3"}},
    )
    plan, ledger = side(made), Ledger()
    count_places(ledger, PLAN, plan, places_of([plan]))
    count_people(ledger, PLAN, plan)
    assert count_effort(ledger, plan.outcome)
    assert [ledger.value(effort_key(group)) for group in ("all", "aci")] == [76, 46]
    keys = [group_key(PLAN, WAITING, group) for group in groups]
    return printed(ledger, [*keys, *(effort_key(group) for group in groups)])


def test_who_waits_without_being_kept_out_by_the_effort_is_counted_too() -> None:
    assert HIDDEN in kept_out_by_effort(5, 5, "all")
    assert HIDDEN in kept_out_by_effort(4, 30, "aci")
    # 4 who are neither ACI nor kept out, by two subtractions
    assert HIDDEN in kept_out_by_effort(26, 4, "all", "aci")
    assert HIDDEN not in kept_out_by_effort(26, 30, "all", "aci")
