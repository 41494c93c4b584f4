"""The scenario made from an office's files: importing them again gives the tables that ship."""

from pathlib import Path

import pytest

from repartition.cli import main

ROOT = Path(__file__).parents[1] / "scenarios" / "from-files"
FILES = ROOT / "files"
IMPORTS = (
    ("sheet", "communes.csv", "--mapping", "communes.toml"),
    (
        *("rpls", "parc-office.txt", "--on", "2026-01-01"),
        *("--bailleur", "office-fictif-de-touraine"),
    ),
    ("rpls", "parc-esh.txt", "--on", "2026-01-01", "--bailleur", "esh-fictive-du-val"),
    ("ops", "ops.csv", "--mapping", "ops.toml"),
    (
        *("sne", "demandes.xml", "--clear-identifiers"),
        *("--membership", "../../law/membership-example.toml"),
    ),
)
TABLES = ("communes", "programmes", "vacancies", "households", "contingents")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset made from the files by the commands of the guide."""
    data = tmp_path_factory.mktemp("made") / "data"
    for kind, file, *options in IMPORTS:
        paths = [str(FILES / option) if option.endswith(".toml") else option for option in options]
        assert main(["import", kind, str(FILES / file), "-o", str(data), "-q", *paths]) == 0
    return data


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_those_that_ship(made: Path, table: str) -> None:
    name = f"{table}.csv"
    assert (made / name).read_bytes() == (ROOT / "data" / name).read_bytes()


def test_nothing_marked_as_unusable_is_in_them(made: Path) -> None:
    written = [path.read_bytes() for path in made.rglob("*") if path.is_file()]

    assert b"INVENTE" in (FILES / "demandes.xml").read_bytes()
    assert not any(b"INVENTE" in content for content in written)
