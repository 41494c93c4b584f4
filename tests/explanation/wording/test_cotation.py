"""What points are made of, as whoever asks reads it."""

import pytest
from tests.explanation.conftest import RunOf, about_household
from tests.explanation.facts.test_cotation import FAMILY, GRID, OTHERS, view_with

from repartition.explanation import explain
from repartition.language import spoken

TITLE = "What its points are made of"


def part(lines: list[str]) -> list[str]:
    """Return the lines of the answer about points."""
    start = lines.index(TITLE)
    ends = [at for at, line in enumerate(lines) if at > start and not line.startswith("- ")]
    lists = [at for at in range(start, len(lines)) if lines[at].startswith("- ")]
    return lines[start : min(end for end in ends if end > lists[0])]


@pytest.fixture(autouse=True)
def _english() -> object:
    with spoken("en"):
        yield


def test_every_criterion_met_is_a_line_and_so_is_whatever_is_taken_off() -> None:
    lines = part(about_household(view_with(GRID, FAMILY, *OTHERS), "family").sentences())

    assert lines == [
        TITLE,
        "Points grid: a grid (not compared with one published).",
        "Points: 75. Rank 1 of 4 active requests.",
        "Points help to compare requests; they decide nothing by themselves.",
        "- criterion dalo: +50. Looked at: DALO: yes. Proof: a document.",
        "- criterion aci: +30. Looked at: ACI: yes. Proof: a document.",
        "- criterion children: +30 (+10 for each one of “children”). Looked at: children: 3. "
        "Proof: a document.",
        "- criterion years: +5 (+5 for each whole 365 of “days waited”, above 365). "
        "Looked at: days waited: 800. Proof: a document.",
        "- criterion long: +10. Looked at: days waited: 800. Proof: a document.",
        "- criterion children goes no further than +20: −10.",
        "- group first: of the criteria met the highest alone counts: −30.",
        "- group waits, taken together, gives +12 at most: −3.",
        "- The grid gives +75 at most: −7.",
    ]


def test_whoever_meets_nothing_is_told_so_with_what_there_was_to_meet() -> None:
    lines = about_household(view_with(GRID, FAMILY, *OTHERS), "none").sentences()

    assert "Points: 0. Rank 4 of 4 active requests." in lines
    assert "It meets no criterion of the grid." in lines
    assert (
        "- No points from: criterion dalo; criterion aci; criterion children; criterion years; "
        "criterion long."
    ) in lines


def test_in_the_session_under_the_example_a_household_and_a_pair_have_the_part(
    run_of: RunOf,
) -> None:
    """H000002: ACI 40 and priority 60, of which the highest; one child 4, alone 8; 165 days."""
    run = run_of("session-cotation")

    for answer in (explain(run, "H000002", None), explain(run, "H000002", "L00001")):
        lines = answer.sentences()
        assert (
            "Points grid: Grille d'exemple, à remplacer (not compared with one published)." in lines
        )
        assert any(line.startswith("Points: 72. Rank ") for line in lines)
        line = "- Publics prioritaires (CCH L441-1): of the criteria met the highest alone counts: "
        assert f"{line}−40." in lines


def test_without_a_grid_there_is_no_such_part(run_of: RunOf) -> None:
    assert TITLE not in explain(run_of("session"), "H000002", None).sentences()
