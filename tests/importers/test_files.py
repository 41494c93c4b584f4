"""Files from anywhere: missing, empty, or larger than any table."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from repartition.errors import InputError
from repartition.importers import files
from repartition.importers.files import check_table_size, source_file


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    file = source_file(path)

    assert file.name == "a.csv"
    assert file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for path, said in [
        (tmp_path / "missing", "no such file or folder"),
        (tmp_path, "this is no file"),
        (tmp_path / "empty", "the file is empty"),
    ]:
        with pytest.raises(InputError, match=said):
            source_file(path)


def test_a_file_of_ten_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(10**10)  # a file with a hole: it takes no room
    with pytest.raises(InputError, match="the file holds 10000 million bytes"):
        source_file(path)


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_LARGEST_TABLE", 10**6)
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (10**6 + 1))

    assert path.stat().st_size < 10_000
    with pytest.raises(InputError, match="more than any table that is meant"):
        check_table_size(source_file(path))
