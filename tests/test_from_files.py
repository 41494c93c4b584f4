"""The scenario made from an office's files: importing them again gives the tables that ship."""

from pathlib import Path

import pytest
from tests.report.runs import cells, table

from repartition.cli import main
from repartition.language import spoken
from repartition.pipeline import reopen, solve
from repartition.report.document import Amount, Unit
from repartition.report.making import compose, subject_of

ROOT = Path(__file__).parents[1] / "scenarios" / "from-files"
FILES = ROOT / "files"
IMPORTS = (
    ("sheet", "communes.csv", "--mapping", "communes.toml"),
    (
        *("rpls", "parc-office.txt", "--on", "2026-01-01"),
        *("--bailleur", "office-fictif-de-touraine"),
    ),
    ("rpls", "parc-esh.txt", "--on", "2026-01-01", "--bailleur", "esh-fictive-du-val"),
    ("sheet", "agrements.csv", "--mapping", "agrements.toml"),
    ("ops", "ops.csv", "--mapping", "ops.toml"),
    (
        *("sne", "demandes.xml", "--clear-identifiers"),
        *("--membership", "../../law/membership-example.toml"),
    ),
)
TABLES = ("communes", "programmes", "vacancies", "households", "contingents", "approvals")


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


def test_its_report_says_what_was_approved(tmp_path: Path) -> None:
    solve(ROOT / "scenario.toml", output=tmp_path / "run")
    with spoken("en"):
        report = compose(subject_of(reopen(tmp_path / "run")))

    # 6 + 4 + 0 + 8 + 11 of PLAI in 2026: those of 2025, and the PLUS, are not counted.
    approved = cells(report, "indicators", "PLAI dwellings approved")["plan"]
    assert approved == Amount(29, Unit.COUNT)
    by_commune = {row[0]: row[3] for row in table(report, "low-rents").rows}
    assert (by_commune["Fondettes"], by_commune["La Riche"]) == (6, 0)
    assert by_commune["Saint-Cyr-sur-Loire"] == "not given"


def test_nothing_marked_as_unusable_is_in_them(made: Path) -> None:
    written = [path.read_bytes() for path in made.rglob("*") if path.is_file()]

    assert b"INVENTE" in (FILES / "demandes.xml").read_bytes()
    assert not any(b"INVENTE" in content for content in written)
