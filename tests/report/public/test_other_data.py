"""The public report beside a run of other data, which lack a column, or are about other people."""

import pytest
from tests.report.public.conftest import SCENARIOS
from tests.report.runs import cells

from repartition.language import spoken
from repartition.pipeline import Reopened, reopen, solve
from repartition.report.document import Report, Sentences
from repartition.report.making import compose, heading, subject_of
from repartition.report.public import compose_public


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reopened]:
    """Return runs of three datasets: tiny and from-files know no quartile of income."""
    folder = tmp_path_factory.mktemp("others")
    found = {}
    with spoken("en"):
        for name in ("session", "tiny", "from-files"):
            solve(SCENARIOS / name / "scenario.toml", output=folder / name)
            found[name] = reopen(folder / name)
    return found


def public(runs: dict[str, Reopened], name: str, other: str) -> Report:
    with spoken("en"):
        subject = subject_of(runs[name], runs[other])
        return compose_public(heading(subject), subject)


def paragraphs(report: Report) -> list[str]:
    """Return the paragraphs of the answer."""
    blocks = report.chapters[0].blocks
    return [" ".join(block.sentences) for block in blocks if isinstance(block, Sentences)]


@pytest.mark.parametrize(
    ("name", "other"),
    [("session", "tiny"), ("session", "from-files"), ("tiny", "session"), ("from-files", "tiny")],
)
def test_a_column_that_one_dataset_lacks_leaves_cells_empty(
    runs: dict[str, Reopened], name: str, other: str
) -> None:
    report = public(runs, name, other)

    first, *others = paragraphs(report)
    assert "was made from other data" in first
    assert "not about the same households" in first
    assert not any("housed less" in each or "Fewer housed" in each for each in others)
    if (name, other) == ("session", "tiny"):
        row = cells(report, "access", "First income quartile")
        assert [row[f"housed, {column}"] for column in ("run tiny", "change")] == [None, None]


def test_the_working_report_says_so_first_too_and_follows_nobody(
    runs: dict[str, Reopened],
) -> None:
    with spoken("en"):
        report = compose(subject_of(runs["session"], runs["tiny"]))

    first, *others = paragraphs(report)
    assert "not about the same households" in first
    assert not any("housed less" in each or "Fewer housed" in each for each in others)
    assert "offers" not in {table.key for table in report.tables}
