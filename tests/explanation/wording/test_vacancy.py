"""The answer about a dwelling: who has it and why, who else could, or why nobody has."""

from tests.explanation.conftest import RunOf

from repartition.explanation import explain


def test_in_the_tiny_case_b1_says_why_h2_and_who_is_next(run_of: RunOf) -> None:
    """H2 is ACI with 50 points; without a dwelling are H4 (70, not ACI) and H3 (40, ACI).

    Waiting: H2 306 days, H4 365, H3 426. Wishes: B1 is H2's first commune, H4's second, and H3
    goes anywhere (0).
    """
    lines = explain(run_of("tiny"), None, "B1").sentences()

    assert lines[1:3] == [
        "It goes to the household H2.",
        "The attribution is charged to no contingent.",
    ]
    assert "- 5 households could have it." in lines
    assert [line for line in lines if "; better: " in line] == [
        "- “aci-and-dalo” (most attributions; households: ACI or DALO): it counts; better: 0, "
        "equal: 1, worse: 1.",
        "- “points” (most points): 50; better: 1, equal: 0, worse: 1.",
        "- “wishes” (least places after the first wish): 0; better: 0, equal: 1, worse: 1.",
        "- “seniority” (most days waited): 306; better: 2, equal: 0, worse: 0.",
    ]
    assert [line for line in lines if line.startswith("- H")] == [
        "- H4, points: 70, 365 days of waiting; comes after H2 by “aci-and-dalo”: H2 counts, H4 "
        "does not.",
        "- H3, points: 40, 426 days of waiting; comes after H2 by “points”: 40 for H3, 50 for H2.",
    ]


def test_in_the_tiny_case_a1_frees_another_dwelling(run_of: RunOf) -> None:
    assert "Its move frees A2, which goes to H1." in explain(run_of("tiny"), None, "A1").sentences()


def test_usual_practice_says_whose_turn_it_was(run_of: RunOf) -> None:
    """docs/tiny.md: when B2 comes up, third, H2, H3 and H5 are left of those it suits."""
    lines = explain(run_of("tiny", "sequential"), None, "B2").sentences()

    assert (
        "Its turn came as number 3: 3 households that could have it were then without a dwelling, "
        "in this order: H2, H3, H5."
    ) in lines


def test_in_the_session_a_dwelling_nobody_can_have_says_what_each_rule_shuts_out(
    run_of: RunOf,
) -> None:
    lines = explain(run_of("session"), None, "L00016").sentences()

    assert "It is left empty: the rules leave it no request." in lines
    assert any(line.startswith("- Number of rooms: 4 requests; the nearest, ") for line in lines)
