"""Runs of the office to report on, made once: the optimum, and usual practice."""

from pathlib import Path

import pytest
from tests.report.office import write_office

from repartition.language import Language, spoken
from repartition.pipeline import Reopened, reopen, solve
from repartition.report.document import Cell, Report, Table
from repartition.report.making import compose, subject_of


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the office and two runs of it; not to be changed."""
    folder = tmp_path_factory.mktemp("office")
    with spoken("en"):
        scenario = write_office(folder)
        solve(scenario, output=folder / "runs" / "best")
        solve(scenario, output=folder / "runs" / "usual", policy="sequential")
    return folder


@pytest.fixture(scope="session")
def best(office: Path) -> Path:
    return office / "runs" / "best"


@pytest.fixture(scope="session")
def usual_run(office: Path) -> Path:
    return office / "runs" / "usual"


@pytest.fixture(scope="session")
def reopened(best: Path) -> Reopened:
    with spoken("en"):
        return reopen(best)


@pytest.fixture(scope="session")
def reports(reopened: Reopened) -> dict[Language, Report]:
    """Return the report on the optimum, in each language."""
    found: dict[Language, Report] = {}
    languages: tuple[Language, ...] = ("en", "fr")
    for language in languages:
        with spoken(language):
            found[language] = compose(subject_of(reopened))
    return found


@pytest.fixture(scope="session")
def report(reports: dict[Language, Report]) -> Report:
    return reports["en"]


def table(report: Report, key: str) -> Table:
    """Return one table of a report."""
    return next(table for table in report.tables if table.key == key)


def cells(report: Report, key: str, row: str) -> dict[str, Cell]:
    """Return the cells of one row by the full titles of their columns."""
    found = table(report, key)
    names = [column.full_title for column in found.columns]
    wanted = [each for each in found.rows if each[0] == row]
    assert len(wanted) == 1, [each[0] for each in found.rows]
    return dict(zip(names[1:], wanted[0][1:], strict=True))
