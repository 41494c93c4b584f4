"""Where the degree of a dwelling's programme comes from, told with the dwelling."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.explanation.conftest import about_vacancy, view_of
from tests.factories import household, instance, programme, vacancy

from repartition.domain.fragility import Basis, compute_index
from repartition.explanation import Answer

PROGRAMMES = [
    programme("elms", poor=Decimal("35.5"), dwellings=40),
    programme("oaks", poor=Decimal(10), dwellings=30),
    programme("firs", poor=Decimal(20), dwellings=10),
]
INDEX: dict[str, Any] = {
    "method": "index",
    "indicators": ({"id": "poor", "weight": 1},),
    "cut": {"thresholds": (25, Decimal("62.5"), 80)},
    "draws": 2000,
}


def about(programme: str, *, plan: dict[str, str] | None = None, **settings: Any) -> Answer:
    """Return the answer about a dwelling of one of the programmes, left empty without a plan."""
    made = instance(
        households=[household("h")],
        vacancies=[vacancy("v", programme=programme)],
        programmes=PROGRAMMES,
        scenario={"fragility": INDEX | settings},
    )
    index = compute_index(made.scenario.fragility, made.programmes.table)
    programmes = replace(made.programmes, fragility=index.degree)
    return about_vacancy(
        view_of(replace(made, fragility_index=index, programmes=programmes), plan or {}), "v"
    )


def told(answer: Answer) -> list[str]:
    """Return what follows the line of the dwelling, but for that of a household."""
    lines = [*answer.sections()[0].sentences]
    start = next(at for at, line in enumerate(lines) if line.startswith("The dwelling:"))
    return [line for line in lines[start + 1 :] if not line.startswith("The household:")]


DRAWN = (
    "With other weights, drawn around those of the scenario, it keeps this degree in 100.0% of "
    "2,000 draws."
)
CASES = [
    # the programme, what the scenario says besides, what is told; ranks 75 and 25
    ("elms", {}, [
        "By the index its programme scores 75 of 100, and reaches 2 of 3 cuts (25; 62.5; 80).",
        DRAWN,
    ]),
    ("oaks", {"cut": {"thresholds": (Decimal("62.5"),)}}, [
        "By the index its programme scores 25 of 100, and reaches 0 of 1 cut (62.5).", DRAWN,
    ]),
    # Of two programmes none scores more than two others.
    ("oaks", {"cut": {"quantiles": (Decimal("0.5"), Decimal("0.75"))}}, [
        "By the index its programme scores 25 of 100, and reaches 0 of 2 cuts (75; –).", DRAWN,
    ]),
    ("elms", {"overrides": ({"id": "elms", "degree": 0, "reason": "Works begin in May."},)}, [
        "The degree of its programme, 0, was settled by people: Works begin in May.",
        "By the index its programme scores 75 of 100, and reaches 2 of 3 cuts (25; 62.5; 80).",
    ]),
    ("firs", {}, [
        "Its programme is not classed, and counts as not fragile: it has fewer than 11 dwellings.",
    ]),
    ("firs", {"overrides": ({"id": "firs", "degree": 3, "reason": "Known well."},)}, [
        "The degree of its programme, 3, was settled by people: Known well.",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("programme", "settings", "sentences"), CASES)
def test_a_computed_degree_is_told_with_what_it_comes_from(
    programme: str, settings: dict[str, Any], sentences: list[str]
) -> None:
    assert told(about(programme, **settings)) == sentences
    assert told(about(programme, plan={"h": "v"}, **settings)) == sentences


def test_the_facts_say_the_same_to_another_program() -> None:
    found = about("elms").as_json()["data"]["degree_origin"]
    assert found == {
        "basis": Basis.INDEX.value,
        "computed": 2,
        "score": "75",
        "cuts": ["25", "62.5", "80"],
        "robustness": "1",
        "draws": 2000,
        "reason": "",
    }


def test_a_given_degree_is_told_by_itself() -> None:
    view = view_of(instance(households=[household("h")], vacancies=[vacancy("v")]))
    answer = about_vacancy(view, "v")
    assert told(answer) == []
    assert answer.as_json()["data"]["degree_origin"] is None
