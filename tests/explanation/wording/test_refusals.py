"""By how much a rule refuses, in sentences: the arithmetic, rule by rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.eligibility.law import APL_2026, USUAL_GRID, ceilings
from tests.explanation.conftest import view_of
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.explanation.facts.refusals import refusal_of
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.refusals import arithmetic_words

PREFET = contingent("prefet", "etat_prioritaires")
MAIRIE = contingent("mairie", "commune", commune="tours")
APART = {
    "communes": [commune("tours"), commune("joue", name="Joué-lès-Tours")],
    "programmes": [programme("residence"), programme("ailleurs", commune="joue")],
}


def words(rule: str, asked: dict[str, Any], offered: dict[str, Any], **others: Any) -> str:
    view = view_of(
        instance(
            households=[household("h", **asked)], vacancies=[vacancy("v", **offered)], **others
        ),
        plan={},
    )
    return arithmetic_words(Lexicon.of(view.instance), refusal_of(view, rule, 0, 0))


@pytest.mark.parametrize(
    ("rule", "asked", "offered", "others", "expected"),
    [
        # The period of 2014 ends on 31 December.
        (
            "active",
            {},
            {"available_on": date(2015, 1, 10)},
            {},
            "the dwelling is free on January 10, 2015, after the period, which ends on "
            "December 31, 2014",
        ),
        ("active", {"active": False}, {}, {}, "the request is not active"),
        # One person: T1 to T2 in the grid; six: T5 and over.
        (
            "typology",
            {"persons": 1},
            {"typology": "T4"},
            {"grid": USUAL_GRID},
            "the dwelling is a T4; for 1 person, T1 to T2",
        ),
        (
            "typology",
            {"persons": 6},
            {"typology": "T4"},
            {"grid": USUAL_GRID},
            "the dwelling is a T4; for 6 persons, T5 or larger",
        ),
        # Two persons: 16 m²; 16 − 15.5 = 0.5.
        (
            "surface",
            {"persons": 2},
            {"surface": 15.5},
            {},
            "15.5 m², where the law asks for 16 m² for 2 persons: 0.5 m² too small",
        ),
        # PLAI 2014, category 1: 11,006; 11,500.50 − 11,006 = 494.50.
        (
            "ceiling",
            {"reference_income": 11500.5},
            {"financing": "PLAI"},
            {"ceilings": ceilings()},
            "a reference income of €11,500.50 a year against a ceiling of €11,006 (PLAI, "
            "category 1): €494.50 too much",
        ),
        # 300 + 41 = 341 = 34.1 % of 1,000; 33 % of it is 330, and 341 − 330 = 11.
        (
            "effort",
            {"monthly_income": 1000},
            {"rent": 300, "charges": 41},
            {"scenario": {"eligibility": {"max_effort": Decimal("0.33")}}},
            "34.1% of its income against 33% at most: €300 of rent + €41 of charges − €0 of APL = "
            "€341 a month to pay, out of €1,000; €11 too much",
        ),
        # Alone, without income, T2 at 300 with 40 of charges in zone 2: L = 290.34 (the cap),
        # C = 60.59; APL = 350.93 − max(8.5 % of it = 29.829, 39.56) − 5 = 306.37; 340 − 306.37.
        (
            "effort",
            {},
            {"rent": 300, "charges": 40},
            {"scenario": {"eligibility": {"max_effort": Decimal("0.33")}}, "benefit": APL_2026},
            "the household has no income, and there is something to pay: €300 of rent + €40 of "
            "charges − €306.37 of APL = €33.63 a month to pay",
        ),
        (
            "commune",
            {"communes": ["tours"]},
            {"programme": "ailleurs"},
            APART,
            "the dwelling is in Joué-lès-Tours (joue); the household asks for Tours (tours)",
        ),
        (
            "accessible",
            {"accessible": True},
            {},
            {},
            "the household needs an accessible dwelling, which this one is not",
        ),
        (
            "contingent",
            {"contingents": ["mairie"]},
            {"contingent": "prefet"},
            {"contingents": [PREFET, MAIRIE]},
            "the dwelling is reserved for prefet; the household may be proposed through mairie",
        ),
    ],
)
def test_each_refusal_comes_with_its_arithmetic(
    rule: str,
    asked: dict[str, Any],
    offered: dict[str, Any],
    others: dict[str, Any],
    expected: str,
) -> None:
    assert words(rule, asked, offered, **others) == expected


def test_a_transfer_opens_a_dwelling_beside_its_own_contingent() -> None:
    """The hand-back lets the town hall in; a household that has neither is told of both."""
    transfer = {"id": "rendu", "from": {"kind": "etat_prioritaires"}, "to": {"kind": "commune"}}
    view = view_of(
        instance(
            households=[household("h"), household("i", contingents=["mairie"])],
            vacancies=[vacancy("v", contingent="prefet")],
            contingents=[PREFET, MAIRIE],
            scenario={"contingents": {"transfers": [transfer]}},
        ),
        plan={},
    )
    assert arithmetic_words(Lexicon.of(view.instance), refusal_of(view, "contingent", 0, 0)) == (
        "the dwelling is reserved for prefet, and could be opened by prefet, mairie; the household "
        "may be proposed through no contingent"
    )
