"""What the rules leave, one after the other, and what each alone shuts."""

from datetime import date

from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import view_of
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.screening import (
    Screening,
    screening_of_household,
    screening_of_vacancy,
)
from repartition.explanation.wording.screening import alone_sentences, step_words

PREFET = contingent("prefet", "etat_prioritaires")


def several() -> PlanView:
    """Return one single person and six dwellings, of which v0 alone is open.

    v1 is a T4; v2 is in Joué, which is not asked for; v3 is both; v4 is the préfet's; v5 comes
    free after the period.
    """
    return view_of(
        instance(
            households=[household("h", communes=["tours"])],
            vacancies=[
                vacancy("v0"),
                vacancy("v1", typology="T4"),
                vacancy("v2", programme="ailleurs"),
                vacancy("v3", typology="T4", programme="ailleurs"),
                vacancy("v4", contingent="prefet"),
                vacancy("v5", available_on=date(2015, 2, 1)),
            ],
            communes=[commune("tours"), commune("joue", name="Joué")],
            programmes=[programme("residence"), programme("ailleurs", commune="joue")],
            contingents=[PREFET],
            grid=USUAL_GRID,
        ),
        plan={},
    )


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


def test_the_sentences_name_the_communes_and_the_contingents_that_would_open_more() -> None:
    screening = screening_of_household(several(), 0)

    assert list(step_words(screening.steps)) == [
        "number of rooms (rule “typology”): shuts 2, 3 left",
        "commune not asked for (rule “commune”): shuts 2, 2 left",
        "no reservation right (rule “contingent”): shuts 1, 1 left",
    ]
    assert alone_sentences(screening.barriers, "household") == [
        "1 dwelling is shut by this rule alone: not active, or not of the period (rule “active”); "
        "the nearest, v5: the dwelling is free on February 1, 2015, after the period, which ends "
        "on December 31, 2014.",
        "1 dwelling is shut by this rule alone: number of rooms (rule “typology”); the nearest, "
        "v1: the dwelling is a T4; for 1 person, T1 to T2.",
        "1 dwelling is shut by this rule alone: commune not asked for (rule “commune”); they lie "
        "in Joué (1).",
        "1 dwelling is shut by this rule alone: no reservation right (rule “contingent”); what "
        "would open them: prefet (1).",
    ]


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


def test_when_every_dwelling_is_shut_twice_no_rule_is_named_alone() -> None:
    view = view_of(
        instance(
            households=[household("h", persons=6, accessible=True)],
            vacancies=[vacancy("v")],
            grid=USUAL_GRID,
        ),
        plan={},
    )
    assert alone_sentences(screening_of_household(view, 0).barriers, "household") == [
        "No dwelling is shut by one rule alone: each is shut by several at once."
    ]
