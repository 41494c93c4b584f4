"""What one request says, put in order: persons, resources, wishes, each still as text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from repartition.importers.sne.stream import Event


@dataclass(slots=True)
class Person:
    """One person of a request, or several children to be born on one day."""

    opens: str
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """One request.

    Attributes
    ----------
    said
        What is said once, by fact: the number of the request, its day.
    listed
        What may be said several times, by fact, in the order of the file.
    persons
        In the order of the file.
    incomes
        Of all persons together: a code and an amount each.
    """

    said: dict[str, str] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    incomes: list[dict[str, str]] = field(default_factory=list)


def _note(draft: Draft, fact: str, text: str) -> None:
    if text:
        draft.said[fact] = text


def _list(draft: Draft, fact: str, text: str) -> None:
    if text:
        draft.listed.setdefault(fact, []).append(text)


def _wish(draft: Draft, fact: str, text: str) -> None:
    # A wish that says no commune is one all the same: whoever wishes for nothing takes anything.
    draft.listed.setdefault(fact, []).append(text)


def _add_person(draft: Draft, part: str, _text: str) -> None:
    draft.persons.append(Person(part))


def _tell_person(draft: Draft, fact: str, text: str) -> None:
    if text and draft.persons:
        draft.persons[-1].said[fact] = text


def _add_income(draft: Draft, _part: str, _text: str) -> None:
    draft.incomes.append({})


def _tell_income(draft: Draft, fact: str, text: str) -> None:
    if text and draft.incomes:
        draft.incomes[-1][fact] = text


_Teller = Callable[[Draft, str, str], None]
_TELLERS: Final[Mapping[str, _Teller]] = {
    **dict.fromkeys(
        ("number", "requested_on", "widened", "dalo", "priority", "accessible", "occupies"),
        _note,
    ),
    **dict.fromkeys(
        ("typology", "housing", "lives_in", "works_in", "work", "disabled"),
        _list,
    ),
    **dict.fromkeys(("applicant", "co_holder", "dependant", "unborn", "in_custody"), _add_person),
    **dict.fromkeys(
        (
            *("born", "link", "custody", "number_unborn"),
            *("last_year", "last_income", "year_before", "income_before"),
        ),
        _tell_person,
    ),
    "commune": _wish,
    "income": _add_income,
    **dict.fromkeys(("resource", "amount"), _tell_income),
}


def drafted(events: Iterable[Event]) -> Draft:
    """Return what the events of one request say."""
    draft = Draft()
    for fact, text in events:
        _TELLERS[fact](draft, fact, text)
    return draft
