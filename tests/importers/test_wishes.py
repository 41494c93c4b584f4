"""Wishes for communes that the dataset knows nothing of."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.importers.conftest import table_of

from repartition.importers.account import Account
from repartition.importers.wishes import wishes_within


@pytest.fixture
def known(data: Path) -> Path:
    data.mkdir()
    (data / "communes.csv").write_text("commune,name\n37261,Tours\n37122,Joué\n", encoding="utf-8")
    return data


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("37122|37261", "37122|37261"),
        ("37050|37261", "37261"),
        ("37261|37050|37122", "37261|37122"),
        ("", ""),  # anywhere
        ("37050", None),  # nothing inside: an empty list would mean anywhere
        ("37050|37999", None),
        ("?", None),  # one that cannot be read is never anywhere
        ("?|37050", None),
    ],
)
def test_what_is_left_of_a_list_of_wishes(known: Path, asked: str, left: str | None) -> None:
    account = Account()
    account.keep(2)
    table = table_of(
        "households",
        [{"household": "M1", "communes": asked}, {"household": "M2", "communes": "37261"}],
    )
    found, kept = wishes_within(table, known, account)

    assert list(found.columns["household"]) == (["M2"] if left is None else ["M1", "M2"])
    assert list(found.columns["communes"])[:-1] == ([] if left is None else [left])
    assert kept.tolist() == [left is not None, True]
    assert account.rows_kept == 1 + (left is not None)
    assert bool(account.dropped) is (left is None)
    assert bool(account.odd_figures) is (left is not None and left != asked)


def test_a_row_is_named_by_its_place_in_the_file(known: Path) -> None:
    account = Account()
    rows = [
        {"household": "M1", "communes": "37050"},
        {"household": "M2", "communes": "37261|37050"},
    ]
    table = replace(table_of("households", rows), places=("line 12", "line 14"))
    found = wishes_within(table, known, account)[0]

    assert [finding.places for finding in account.dropped.values()] == [["line 12"]]
    assert [finding.places for finding in account.odd_figures.values()] == [["line 14"]]
    assert found.places == ("line 14",)


def test_a_wish_that_cannot_be_read_is_left_out_and_was_counted_where_it_was_read(
    known: Path,
) -> None:
    account = Account()
    table = table_of("households", [{"household": "M1", "communes": "?|37261"}])
    found = wishes_within(table, known, account)[0]

    assert list(found.columns["communes"]) == ["37261"]
    assert not account.odd_figures


def test_what_cannot_be_read_is_outside_a_dataset_without_communes_too(data: Path) -> None:
    account = Account()
    rows = [{"household": "M1", "communes": "?"}, {"household": "M2", "communes": "?|37050"}]
    found, kept = wishes_within(table_of("households", rows), data, account)

    assert kept.tolist() == [False, True]
    assert list(found.columns["communes"]) == ["37050"]
    assert list(account.dropped) == [
        "every commune wished for is outside the dataset, or cannot be read"
    ]


def test_without_communes_nothing_is_left_out_and_that_is_said(data: Path) -> None:
    account = Account()
    table = table_of("households", [{"household": "M1", "communes": "37050"}])

    assert wishes_within(table, data, account)[0] == table
    assert "wishes were not compared" in account.remarks[0]
