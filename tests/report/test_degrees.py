"""What a report says of degrees that the scenario computes: the cut, who settled what, how firm."""

import pytest
from tests.report.office import write_office
from tests.report.runs import cells, table
from tests.report.test_chapters import said

from repartition.language import spoken
from repartition.pipeline import reopen, solve
from repartition.report.document import Report, Sentences
from repartition.report.making import compose, heading, subject_of
from repartition.report.public import compose_public
from repartition.report.sides import Subject

INDEX = """
[fragility]
method = "index"

[[fragility.indicators]]
id = "aci_households"
weight = 1.5

[fragility.cut]
thresholds = [40, 60]

[[fragility.overrides]]
id = "P3"
degree = 1
reason = "Works begin."
"""


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("computed")
    scenario = write_office(folder)
    scenario.write_text(scenario.read_text(encoding="utf-8") + INDEX, encoding="utf-8")
    with spoken("en"):
        solve(scenario, output=folder / "runs" / "best")
        return subject_of(reopen(folder / "runs" / "best"))


@pytest.fixture(scope="module")
def working(computed: Subject) -> Report:
    with spoken("en"):
        return compose(computed)


def test_the_chapter_says_what_degrees_are_computed_from(working: Report) -> None:
    # P1 has 40 ACI households, P2 5: ranks 1.5 and 0.5 of 2, scores 75 and 25.
    words = said(working, "fragility")

    assert "These degrees are computed from indicators" in words
    assert "The scores of 2 classed programmes are cut at 40; 60." in words
    assert "0 degrees are not firm (0.0% of the 2 that the weights decide)." in words
    assert cells(working, "index-indicators", "aci_households") == {
        "weight": "1.5",
        "programmes ranked": 2,
    }


def test_the_chapter_counts_the_programmes_of_each_degree(working: Report) -> None:
    found = table(working, "index-degrees")

    # Degree, score from, programmes, in a QPV, outside, settled by people, not firm.
    assert found.rows == (
        ("0", "–", 1, 0, 1, 0, 0),
        ("1", "40", 1, 0, 1, 1, 0),
        ("2", "60", 1, 1, 0, 0, 0),
    )


def test_the_chapter_says_which_degrees_people_settled_and_why(working: Report) -> None:
    assert table(working, "index-overrides").rows == (
        ("P3", "Le Clos", "not classed", 1, "Works begin."),
    )


def test_the_public_page_says_that_they_are_computed_and_of_no_programme(
    computed: Subject,
) -> None:
    with spoken("en"):
        report = compose_public(heading(computed), computed)
    chapter = next(chapter for chapter in report.chapters if chapter.key == "fragility")
    (first,) = (block for block in chapter.blocks if isinstance(block, Sentences))

    assert "ranked and weighted: aci_households × 1.5." in " ".join(first.sentences)
    assert {found.key for found in report.tables}.isdisjoint({"index-degrees", "index-overrides"})


def test_degrees_that_are_given_are_not_said_to_be_computed(report: Report) -> None:
    assert "computed" not in said(report, "fragility")
    assert {found.key for found in report.tables}.isdisjoint({"index-degrees", "index-overrides"})


def test_a_degree_is_not_parted_in_fragile_and_not(report: Report) -> None:
    heads = [column.full_title for column in table(report, "degrees").columns]

    assert not any("outside fragile" in head for head in heads)
