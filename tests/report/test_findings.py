"""What ``verify`` found, and faults, as people and programs read them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from repartition.audit.verification import Verification, Verified
from repartition.errors import Fault
from repartition.report.findings import fault_as_json, verification, verification_as_json

Render = Callable[..., str]
RUN = Path("runs/tiny")
VERIFIED = Verified(
    scenario="tiny",
    policy="optimal",
    seed=7,
    inputs=6,
    attributions=4,
    quota_rows=2,
    tiers=5,
    statement="That no plan is better stands on the solver's word.",
    proven=5,
    same_version=True,
)
CHANGED = Fault("recomputed, this is 1", file="plan.csv", line=3, column="household", value="2")


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_run_that_holds_says_what_was_recomputed_and_what_its_claim_stands_on(
    rendered: Render,
) -> None:
    text = words(rendered(*verification(Verification(RUN, (), VERIFIED))))

    assert "4 attributions with their charges, 2 quota rows, 5 objective values" in text
    assert "stands on the solver's word" in text
    assert text.endswith("this run holds what it says.")


def test_large_counts_have_their_thousands_apart(rendered: Render) -> None:
    year = replace(VERIFIED, attributions=3736, quota_rows=1065)

    text = words(rendered(*verification(Verification(RUN, (), year))))

    assert "3,736 attributions with their charges, 1,065 quota rows" in text


def test_a_run_that_does_not_hold_shows_every_difference(rendered: Render) -> None:
    other = Fault("this input has changed since the run was made", file="households.csv")

    text = words(rendered(*verification(Verification(RUN, (CHANGED, other), VERIFIED))))

    assert "2 differences" in text
    assert "- plan.csv:3 household: 2: recomputed, this is 1" in text
    assert "- households.csv: this input has changed" in text
    assert "holds what it says" not in text


def test_a_run_of_which_nothing_can_be_recomputed_shows_why(rendered: Render) -> None:
    text = words(rendered(*verification(Verification(RUN, (CHANGED,), None))))

    assert "Recomputed" not in text
    assert "1 difference " in text


def test_another_version_says_what_was_not_compared(rendered: Render) -> None:
    older = replace(VERIFIED, same_version=False)

    assert "sentences were not compared" in words(
        rendered(*verification(Verification(RUN, (), older)))
    )


def test_programs_read_the_same() -> None:
    found = verification_as_json(Verification(RUN, (CHANGED,), VERIFIED))

    assert found["ok"] is False
    assert found["verified"]["attributions"] == 4
    assert found["findings"] == [fault_as_json(CHANGED)]
    assert verification_as_json(Verification(RUN, (), None))["verified"] is None


def test_what_is_unknown_of_a_fault_is_null() -> None:
    assert fault_as_json(Fault("the table is missing", file="data")) == {
        "file": "data",
        "line": None,
        "column": "",
        "value": None,
        "problem": "the table is missing",
        "remedy": "",
    }
