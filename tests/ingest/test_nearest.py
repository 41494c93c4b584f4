"""The known name nearest to one that is not known."""

import pytest

from repartition.ingest.nearest import nearest, suggestion

NAMES = [
    ("comune", ["commune", "contingent", "name"], "commune"),
    ("Persons", ["persons", "person"], "persons"),
    ("37262", ["37122", "37261"], "37261"),  # as like: the longer common start wins
    ("x", [], ""),
    ("", ["a"], "a"),
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
    assert suggestion("b", ["a"]) == "write a?"
    assert suggestion("a1", ["a", "b"]) == "write a? (known: a, b)"
    assert suggestion("a1", [*"abcdefghij"]) == "write a?"
    assert suggestion("a", []) == "there is none to name"
