"""What the rules leave, one after the other, and what each alone shuts."""

from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import several, view_of
from tests.factories import contingent, household, instance, vacancy

from repartition.explanation.facts.screening import (
    Screening,
    screening_of_household,
    screening_of_vacancy,
)

PREFET = contingent("prefet", "etat_prioritaires")


def counts(screening: Screening) -> dict[str, tuple[int, int]]:
    return {step.rule: (step.shuts, step.left) for step in screening.steps if step.shuts}


def test_the_rules_take_their_dwellings_away_in_their_order() -> None:
    """Of the five of the period: typology v1 and v3, commune v2 (and v3 again), contingent v4."""
    screening = screening_of_household(several(), 0)

    assert screening.of == 5
    assert counts(screening) == {"typology": (2, 3), "commune": (2, 2), "contingent": (1, 1)}
    assert screening.open == (0,)


def test_what_a_rule_shuts_alone_leaves_out_what_two_rules_shut() -> None:
    """v3 is shut twice, so by no rule alone; v5 is counted though it is not of the period."""
    found = {b.rule: (b.count, b.vacancy) for b in screening_of_household(several(), 0).barriers}

    assert found == {
        "active": (1, "v5"),
        "typology": (1, "v1"),
        "commune": (1, "v2"),
        "contingent": (1, "v4"),
    }


def test_a_dwelling_counts_its_requests_the_same_way() -> None:
    """Of three active requests b needs more rooms; c is accessible-only and needs more too."""
    view = view_of(
        instance(
            households=[
                household("a"),
                household("b", persons=5),
                household("c", persons=5, accessible=True),
                household("d", active=False),
            ],
            vacancies=[vacancy("v")],
            grid=USUAL_GRID,
        ),
        plan={},
    )
    screening = screening_of_vacancy(view, 0)

    assert screening.of == 3
    assert counts(screening) == {"typology": (2, 1), "accessible": (1, 1)}
    assert screening.open == (0,)
    # d is shut out by its inactivity alone, b by its rooms; c by two rules.
    assert [(b.rule, b.count, b.household) for b in screening.barriers] == [
        ("active", 1, "d"),
        ("typology", 1, "b"),
    ]
