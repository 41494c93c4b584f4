"""The public reports of a year and of one commission, made once: their pages and workbooks."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from repartition.language import spoken
from repartition.pipeline import solve
from repartition.report.document import Report
from repartition.report.making import Request, compose, heading, read_subject
from repartition.report.public import compose_public
from repartition.report.rendering.page import page_of
from repartition.report.rendering.workbook import write_workbook
from repartition.report.sides import Subject

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@dataclass(frozen=True)
class Published:
    """A run, its working report and its public one, written."""

    subject: Subject
    working: Report
    report: Report
    page: str
    workbook: Path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="session")
def tours(folder: Path) -> Published:
    return published("tours-2014", folder)


@pytest.fixture(scope="session")
def session(folder: Path) -> Published:
    return published("session", folder)


@pytest.fixture(scope="session")
def against(folder: Path, tours: Published) -> Published:
    """Return the year beside a run of usual practice, as a run compared with."""
    usual = folder / "usual"
    with spoken("en"):
        solve(SCENARIOS / "tours-2014" / "scenario.toml", output=usual, policy="sequential")
        return written(Request(folder / "tours-2014", against=usual), folder / "against.xlsx")


@pytest.fixture(params=["tours", "session"])
def made(request: pytest.FixtureRequest) -> Published:
    """Return each of the two in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Published)
    return found


def published(name: str, folder: Path) -> Published:
    """Return the reports on a shipped scenario, solved."""
    run = folder / name
    with spoken("en"):
        solve(SCENARIOS / name / "scenario.toml", output=run)
        return written(Request(run), folder / f"{name}.xlsx")


def written(request: Request, workbook: Path) -> Published:
    """Return the reports that are asked for."""
    subject = read_subject(request)
    report = compose_public(heading(subject), subject)
    write_workbook(report, workbook)
    return Published(subject, compose(subject), report, page_of(report), workbook)
