"""Which dwellings are on the agenda of a session, in which order, and what an empty one says."""

from datetime import date

import pytest
from tests.commission.conftest import FIRST, LAST, case
from tests.factories import household, programme, vacancy

from repartition.commission.session.agenda import Agenda, agenda_of
from repartition.commission.session.freeing import FreeDays
from repartition.errors import UsageError
from repartition.explanation import PlanView


@pytest.fixture
def office() -> PlanView:
    """Return a landlord with five dwellings around March, and a neighbour with one."""
    return case(
        {},
        households=[household("h"), household("gone")],
        programmes=[programme("residence"), programme("other", bailleur="voisin")],
        vacancies=[
            vacancy("a", available_on=date(2014, 3, 31)),
            vacancy("b", available_on=date(2014, 3, 1)),
            vacancy("c"),
            vacancy("d", available_on=date(2014, 4, 1)),
            vacancy("e", available_on=date(2014, 2, 28)),
            vacancy("f", available_on=date(2014, 2, 1)),
            vacancy("g", available_on=date(2015, 1, 1)),
            vacancy("h", available_on=date(2014, 3, 1)),
            vacancy("n", programme="other"),
        ],
        fixed=[("gone", "f")],
    )


def names(view: PlanView, rows: object) -> list[str]:
    known = view.instance.vacancies.table.identifiers()
    return [known[row] for row in rows]  # type: ignore[attr-defined]


def agenda(view: PlanView, first: date = FIRST, last: date = LAST) -> Agenda:
    return agenda_of(view, "bailleur", first=first, last=last)


def test_dwellings_free_already_come_first_then_by_day_then_by_identifier(
    office: PlanView,
) -> None:
    """Both ends count: b and h come free on the first day, a on the last."""
    assert names(office, agenda(office).vacancies) == ["c", "b", "h", "a"]


def test_what_came_free_earlier_and_was_given_to_nobody_is_told(office: PlanView) -> None:
    """F came free earlier too, but a decision gives it."""
    assert names(office, agenda(office).left_before) == ["e"]


def test_a_dwelling_free_after_the_period_is_in_no_session(office: PlanView) -> None:
    found = agenda(office, date(2014, 12, 1), date(2015, 6, 1))
    assert names(office, found.vacancies) == ["c"]


def test_an_unknown_landlord_is_told_the_nearest_name(office: PlanView) -> None:
    with pytest.raises(UsageError, match=r"no landlord bailler in this run: write bailleur\?"):
        agenda_of(office, "bailler", first=FIRST, last=LAST)


def test_days_the_wrong_way_round_are_refused(office: PlanView) -> None:
    with pytest.raises(UsageError, match="exchange --from and --to"):
        agenda(office, LAST, FIRST)
    assert len(agenda(office, FIRST, FIRST).vacancies) == 3


def test_an_empty_session_names_the_nearest_days_that_have_dwellings() -> None:
    view = case(
        {},
        households=[household("h")],
        vacancies=[
            vacancy("a", available_on=date(2014, 1, 5)),
            vacancy("b", available_on=date(2014, 2, 20)),
            vacancy("c", available_on=date(2014, 2, 20)),
            vacancy("d", available_on=date(2014, 4, 2)),
            vacancy("e", available_on=date(2014, 9, 1)),
        ],
    )
    with pytest.raises(UsageError) as caught:
        agenda(view)
    said = str(caught.value)
    assert "no dwelling to let from March 1, 2014 to March 31, 2014" in said
    assert said.endswith(
        "January 5, 2014 (1 dwelling); February 20, 2014 (2 dwellings); April 2, 2014 (1 dwelling)"
    )


def test_a_landlord_without_a_dwelling_of_the_period_is_told_so() -> None:
    view = case(
        {},
        households=[household("h")],
        vacancies=[vacancy("a", available_on=date(2015, 1, 5))],
    )
    with pytest.raises(UsageError, match="the period of this run"):
        agenda(view)


@pytest.fixture
def moving() -> PlanView:
    """Return a landlord whose tenants move, one after another, in a circle, or not at all.

    The plan gives a to one, who frees b for two, who frees c for three, who frees d; four, who
    moves to the neighbour's n, frees e; five and six exchange f and g; seven, who moves to the free
    h, frees i; nobody moves out of j, and out of k neither, whatever its date.
    """
    march = {day: date(2014, 3, day) for day in range(1, 32)}
    tenants = ["one", "two", "three", "four", "five", "six", "seven", "stays", "also"]
    return case(
        {"one": "a", "two": "b", "three": "c", "four": "n", "five": "g", "six": "f", "seven": "h"},
        households=[household(each) for each in tenants],
        programmes=[programme("residence"), programme("other", bailleur="voisin")],
        vacancies=[
            vacancy("a", available_on=march[20]),
            vacancy("b", freed_by="one"),
            vacancy("c", freed_by="two", available_on=march[10]),
            vacancy("d", freed_by="three"),
            vacancy("e", freed_by="four"),
            vacancy("f", freed_by="five"),
            vacancy("g", freed_by="six"),
            vacancy("h"),
            vacancy("i", freed_by="seven"),
            vacancy("j", freed_by="stays"),
            vacancy("k", freed_by="also", available_on=march[5]),
            vacancy("n", programme="other", available_on=march[31]),
        ],
    )


def test_a_dwelling_is_free_on_the_day_its_tenant_can_move(moving: PlanView) -> None:
    """B on the 20th with a; c on its own day, and d with it; e with n; i as h, already."""
    days = FreeDays.of(moving)
    free = {name: days.freeing(row).day for row, name in enumerate(moving.names.vacancy)}

    assert free == {
        "a": date(2014, 3, 20),
        "b": date(2014, 3, 20),
        "c": date(2014, 3, 10),
        "d": date(2014, 3, 10),
        "e": date(2014, 3, 31),
        "n": date(2014, 3, 31),
        **dict.fromkeys("fghij"),
        "k": date(2014, 3, 5),
    }


def test_a_session_has_what_moves_free_in_the_order_of_their_days(moving: PlanView) -> None:
    """Already: h, and i through h; then c and d, a and b, e; the exchange of f and g, last."""
    found = agenda(moving)
    assert names(moving, found.vacancies) == ["h", "i", "c", "d", "a", "b", "e", "f", "g"]
    early = agenda(moving, FIRST, date(2014, 3, 15))
    assert names(moving, early.vacancies) == ["h", "i", "c", "d", "f", "g"]


def test_a_dwelling_whose_tenant_stays_is_in_no_session(moving: PlanView) -> None:
    """K has a date, but nobody moves out; nor does it count as left over from before."""
    found = agenda(moving, date(2014, 3, 6), LAST)
    assert names(moving, found.occupied) == ["j", "k"]
    assert not {"j", "k"} & {*names(moving, found.vacancies), *names(moving, found.left_before)}


def test_what_an_exchange_frees_has_no_day_and_is_told(moving: PlanView) -> None:
    assert names(moving, agenda(moving).exchanged) == ["f", "g"]


def test_a_chain_as_long_as_the_stock_is_followed_to_its_end() -> None:
    """The move of h0 to the one dwelling with a day frees v1, and so on: 1,500 moves."""
    length = 1500
    view = case(
        {f"h{each:04}": f"v{each:04}" for each in range(length)},
        households=[household(f"h{each:04}") for each in range(length)],
        vacancies=[
            vacancy("v0000", available_on=LAST),
            *(vacancy(f"v{each + 1:04}", freed_by=f"h{each:04}") for each in range(length)),
        ],
    )
    assert set(FreeDays.of(view).day.tolist()) == {LAST.toordinal()}


def test_a_landlord_whose_tenants_all_stay_is_told_so() -> None:
    view = case(
        {},
        households=[household("stays")],
        vacancies=[vacancy("a", freed_by="stays")],
    )
    with pytest.raises(UsageError, match="1 other stays occupied, since the plan does not move"):
        agenda(view)


@pytest.mark.parametrize(
    "days",
    [
        (date(2013, 12, 1), date(2013, 12, 31)),
        (date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_days_outside_the_period_of_the_plan_are_refused(
    office: PlanView, days: tuple[date, date]
) -> None:
    """C is free already, and so would be in a session of any year."""
    said = "outside the period of this plan, from January 1, 2014 to December 31, 2014"
    with pytest.raises(UsageError, match=said):
        agenda(office, *days)


def test_days_that_reach_into_the_period_are_not_refused(office: PlanView) -> None:
    assert names(office, agenda(office, date(2014, 12, 31), date(2015, 6, 1)).vacancies) == ["c"]
    assert names(office, agenda(office, date(2013, 6, 1), date(2014, 1, 1)).vacancies) == ["c"]
