"""What the rules leave and what each alone closes, in sentences."""

from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import several, view_of
from tests.factories import contingent, household, instance, vacancy

from repartition.explanation.facts.screening import (
    screening_of_household,
)
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.screening import barrier_sentences, step_words

PREFET = contingent("prefet", "etat_prioritaires")


def test_the_sentences_name_the_communes_and_the_contingents_that_would_open_more() -> None:
    screening = screening_of_household(several(), 0)

    assert list(step_words(screening.steps, "household")) == [
        "number of rooms: closes 2, 3 left",
        "commune not asked for: closes 2, 2 left",
        "no reservation right: closes 1, 1 left",
    ]
    assert list(
        barrier_sentences(Lexicon.of(several().instance), screening.barriers, "household")
    ) == [
        "Not active, or not of the period: 1 dwelling; the nearest, v5: the dwelling is free on "
        "February 1, 2015, after the period, which ends on December 31, 2014.",
        "Number of rooms: 1 dwelling; the nearest, v1: the dwelling is a T4; for 1 person, T1 to "
        "T2.",
        "Commune not asked for: 1 dwelling; where: Joué (1).",
        "No reservation right: 1 dwelling; who could open them: prefet (1).",
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
    assert list(
        barrier_sentences(
            Lexicon.of(view.instance), screening_of_household(view, 0).barriers, "household"
        )
    ) == ["No dwelling is closed by one rule alone: each is by several at once."]
