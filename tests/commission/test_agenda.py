"""Which dwellings are on the agenda of a session, in which order, and what an empty one says."""

from datetime import date

import pytest
from tests.commission.conftest import FIRST, LAST, case
from tests.factories import household, programme, vacancy

from repartition.commission.session.agenda import Agenda, agenda_of
from repartition.domain.instance import Instance
from repartition.errors import UsageError


@pytest.fixture
def office() -> Instance:
    """Return a landlord with five dwellings around March, and a neighbour with one."""
    view = case(
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
    return view.instance


def names(instance: Instance, rows: object) -> list[str]:
    known = instance.vacancies.table.identifiers()
    return [known[row] for row in rows]  # type: ignore[attr-defined]


def agenda(instance: Instance, first: date = FIRST, last: date = LAST) -> Agenda:
    return agenda_of(instance, "bailleur", first=first, last=last)


def test_dwellings_free_already_come_first_then_by_day_then_by_identifier(
    office: Instance,
) -> None:
    """Both ends count: b and h come free on the first day, a on the last."""
    assert names(office, agenda(office).vacancies) == ["c", "b", "h", "a"]


def test_what_came_free_earlier_and_was_given_to_nobody_is_told(office: Instance) -> None:
    """F came free earlier too, but a decision gives it."""
    assert names(office, agenda(office).left_before) == ["e"]


def test_a_dwelling_free_after_the_period_is_in_no_session(office: Instance) -> None:
    found = agenda(office, date(2014, 12, 1), date(2015, 6, 1))
    assert names(office, found.vacancies) == ["c"]


def test_an_unknown_landlord_is_told_the_nearest_name(office: Instance) -> None:
    with pytest.raises(UsageError, match=r"no landlord bailler in this run: write bailleur\?"):
        agenda_of(office, "bailler", first=FIRST, last=LAST)


def test_days_the_wrong_way_round_are_refused(office: Instance) -> None:
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
        agenda(view.instance)
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
        agenda(view.instance)
