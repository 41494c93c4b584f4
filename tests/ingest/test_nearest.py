"""The known name nearest to one that is not known."""

import pytest

from repartition.ingest.nearest import nearest, suggestion

NAMES = [
    ("comune", ["commune", "contingent", "name"], "commune"),
    ("Persons", ["persons", "person"], "persons"),
    ("37262", ["37122", "37261"], "37261"),  # as like: the longer common start wins
    ("x", [], ""),
    ("", ["a"], ""),
    ("qvp", ["name", "qpv"], "qpv"),  # two letters of three, in order
    # A suggestion that has little to do with what was written misleads.
    ("P9", ["P1", "P2"], ""),
    ("37000", ["37122", "37261"], ""),
    ("mairie", ["bailleur", "commune", "departement"], ""),
    ("colours", ["quartiles", "quotas", "contingents"], ""),
]


@pytest.mark.parametrize(("name", "known", "expected"), NAMES)
def test_the_nearest_name_is_the_one_a_slip_would_leave(
    name: str, known: list[str], expected: str
) -> None:
    assert nearest(name, known) == expected


def test_a_long_list_is_searched_too() -> None:
    known = [f"M{number:05}" for number in range(20_000)]
    assert nearest("M1234O", known) == "M12340"


def test_few_names_are_all_shown_and_many_are_not() -> None:
    assert suggestion("a1", ["a"]) == "write a?"
    assert suggestion("a1", ["a", "b"]) == "write a? (known: a, b)"
    assert suggestion("a1", [*"abcdefghij"]) == "write a?"
    assert suggestion("a", []) == "there is none to name"


def test_where_none_is_near_none_is_suggested() -> None:
    assert suggestion("b", ["a"]) == "the only known one is a"
    assert suggestion("x", ["a", "b"]) == "the known ones are a, b"
    many = [f"M{number:05}" for number in range(50)]
    assert suggestion("ada", many) == "correct it: no known name is like it"
    assert suggestion("ada", many, otherwise="add it") == "add it"
