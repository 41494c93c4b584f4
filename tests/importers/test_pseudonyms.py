"""Pseudonyms: the same household has the same one, and nobody else can tell which it is."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from tests.importers.conftest import table_of

from repartition.errors import InputError, UsageError
from repartition.importers.account import Account
from repartition.importers.pseudonyms import (
    fingerprint,
    is_open_to_others,
    names_households,
    pseudonym,
    pseudonymised,
    read_key,
)

KEY = bytes(range(32))


def test_a_household_has_one_pseudonym_in_every_table_and_nothing_else_changes() -> None:
    account = Account()
    households, vacancies, decisions = pseudonymised(
        (
            table_of("households", [{"household": "M1", "points": "3"}, {"household": "M2"}]),
            table_of("vacancies", [{"vacancy": "M1", "freed_by": "M1"}, {"vacancy": "L2"}]),
            table_of(
                "decisions", [{"vacancy": "M1", "household": "M1", "reason": "refusal of M1"}]
            ),
        ),
        KEY,
        account,
    )
    one = households.columns["household"][0]

    assert one.startswith("H-")
    assert households.columns["household"][1] not in {one, ""}
    assert list(households.columns["points"]) == ["3", ""]
    assert list(vacancies.columns["freed_by"]) == [one, ""]
    assert list(vacancies.columns["vacancy"]) == ["M1", "L2"]
    assert list(decisions.columns["household"]) == [one]
    assert list(decisions.columns["reason"]) == ["refusal of M1"]
    assert not account.remarks


def test_another_column_that_holds_the_identifier_of_its_row_is_left_out() -> None:
    account = Account()
    rows = [
        {"household": "1", "points": "1", "old": "7", "copy": "", "other": "2"},
        {"household": "2", "points": "9", "old": "8", "copy": " 2 ", "other": ""},
    ]
    freed = table_of("vacancies", [{"vacancy": "1", "programme": "1", "freed_by": "1"}])
    table, vacancies = pseudonymised([table_of("households", rows), freed], KEY, account)

    assert list(table.columns) == ["household", "points", "old", "other"]
    assert list(vacancies.columns) == ["vacancy", "programme", "freed_by"]
    assert account.remarks == [
        "copy is left out: it holds identifiers of households, beside their pseudonyms."
    ]


def test_another_key_gives_another_pseudonym() -> None:
    assert pseudonym("M1", KEY) != pseudonym("M1", bytes(32))


def test_a_fingerprint_tells_keys_apart_and_is_no_pseudonym() -> None:
    assert fingerprint(KEY) == fingerprint(KEY) != fingerprint(bytes(32))
    assert len(bytes.fromhex(fingerprint(KEY))) == 8
    assert KEY.hex()[:16] != fingerprint(KEY)


def test_whether_tables_name_households() -> None:
    assert names_households([table_of("vacancies", [{"vacancy": "L1", "freed_by": "M1"}])])
    assert not names_households([table_of("vacancies", [{"vacancy": "L1", "freed_by": " "}])])
    assert not names_households([table_of("communes", [{"commune": "37261"}])])


def test_a_key_is_made_once_for_its_owner_alone_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key.txt"
    key, is_new = read_key(path, tmp_path / "data")

    assert is_new
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path, tmp_path / "data") == (key, False)


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
@pytest.mark.parametrize(
    ("mode", "is_open"), [(0o600, False), (0o400, False), (0o644, True), (0o640, True)]
)
def test_a_key_that_others_can_read_is_told(tmp_path: Path, mode: int, is_open: bool) -> None:
    path = tmp_path / "key.txt"
    path.write_text("ab" * 32)
    path.chmod(mode)
    assert is_open_to_others(path) is is_open


@pytest.mark.parametrize("place", ["data/key.txt", "data/imports/key.txt", "other/../data/k"])
def test_a_key_may_not_lie_in_the_dataset(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match="the key may not lie in the dataset"):
        read_key(tmp_path / place, tmp_path / "data")
    assert not (tmp_path / place).exists()


@pytest.mark.parametrize("content", ["", "secret", "ab" * 31])
def test_what_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key.txt"
    path.write_text(content)
    with pytest.raises(InputError, match="this is not a key"):
        read_key(path, tmp_path / "data")


def test_a_link_to_a_key_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "key.txt").symlink_to(tmp_path / "elsewhere" / "key.txt")
    with pytest.raises(
        UsageError, match=r"key\.txt: this is a link to a file that is not there: put"
    ):
        read_key(tmp_path / "key.txt", tmp_path / "data")


def test_pseudonyms_leave_the_places_of_the_rows() -> None:
    table = replace(table_of("households", [{"household": "M1"}]), places=("line 2",))
    assert pseudonymised((table,), KEY, Account())[0].places == ("line 2",)


def test_a_key_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be read or made"):
        read_key(tmp_path / "file" / "key.txt", tmp_path / "data")
