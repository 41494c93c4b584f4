"""``pseudonym``: the number of a request beside what it goes by in the dataset."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

REQUESTS = Path(__file__).parents[1] / "importers" / "sne" / "golden" / "families.xml"
NUMBER = "1110318016982G1104"
OF_ZEROS = "H-5GACRIG6ILU5SBFA"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "dataset.key"
    path.write_text("00" * 32 + "\n", encoding="ascii")
    return path


def test_a_number_stands_beside_its_pseudonym(run: Run, key: Path) -> None:
    ran = run("pseudonym", key, NUMBER, "other")

    assert ran.status == 0
    first, second = ran.out.splitlines()
    assert first == f"{NUMBER}  {OF_ZEROS}"
    assert second.startswith("other  H-")


def test_it_is_the_one_that_the_import_gave(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "dataset"
    run("import", "sne", REQUESTS, "-o", data)
    clear = tmp_path / "clear"
    run("import", "sne", REQUESTS, "-o", clear, "--clear-identifiers")
    numbers = tmp_path / "numbers.txt"
    rows = (clear / "households.csv").read_text(encoding="utf-8").splitlines()[1:]
    numbers.write_text("\n".join(row.split(",")[0] for row in rows) + "\n\n", encoding="utf-8")

    ran = run("pseudonym", tmp_path / "dataset.key", "--list", numbers, "--json")
    found = {each["pseudonym"] for each in json.loads(ran.out)}

    given = (data / "households.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert found == {row.split(",")[0] for row in given}
    assert len(found) == len(rows) > 1


def test_what_is_no_key_and_no_number_is_refused(run: Run, key: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.key"
    wrong.write_text("no key", encoding="ascii")
    listed = tmp_path / "numbers.txt"
    listed.write_bytes("numéro\n".encode("cp1252"))

    assert "wrong.key: this is not a key" in run("pseudonym", wrong, NUMBER).err
    assert "Give the number of a request" in run("pseudonym", key).err
    assert "save the file as text in UTF-8" in run("pseudonym", key, "--list", listed).err
    assert run("pseudonym", tmp_path / "none.key", NUMBER).status == 2
