"""What ``check`` shows of an index: its indicators, the cut, the degrees, how firm they are."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.factories import household, instance, programme, vacancy

from repartition.domain.fragility import compute_index
from repartition.domain.instance import Instance
from repartition.report.fragility import fragility, fragility_as_json

PROGRAMMES = [
    programme("elms", name="The Elms", poor=35, turnover=4, dwellings=40, qpv="Sanitas"),
    programme("firs", poor=20, turnover=9, dwellings=10),
    programme("oaks", poor=10, turnover=7, dwellings=30),
    programme("pines", poor=30, turnover="", dwellings=20),
    programme("yews", poor=1, turnover=8, dwellings=50),
]
SETTINGS: dict[str, Any] = {
    "method": "index",
    "indicators": (
        {"id": "poor", "weight": Decimal("1.5")},
        {"id": "stable", "column": "turnover", "weight": 1, "higher_is": "less_fragile"},
    ),
    "cut": {"quantiles": (Decimal("0.5"), Decimal("0.75"))},
    "overrides": ({"id": "yews", "degree": 4, "reason": "Works begin."},),
}


def indexed(**settings: Any) -> Instance:
    """Return the five programmes under an index."""
    made = instance(
        households=[household("h")],
        vacancies=[vacancy("v", programme="elms")],
        programmes=PROGRAMMES,
        scenario={"fragility": SETTINGS | settings},
    )
    index = compute_index(made.scenario.fragility, made.programmes.table)
    return replace(made, fragility_index=index)


Rendered = Callable[..., str]


def lines(text: str) -> list[list[str]]:
    """Return the words of each line."""
    return [line.split() for line in text.splitlines()]


def test_the_cut_and_the_degrees_by_perimeter_are_shown(rendered: Rendered) -> None:
    """Of elms, oaks, pines, yews: by `poor` 87.5, 37.5, 62.5, 12.5; stable 83.33, 50, none, 16.67.

    Scores 85.83, 42.5, 62.5, 14.17: two score less than pines, three less than elms.
    """
    shown = rendered(*fragility(indexed(), verbose=False))
    found = lines(shown)
    assert ["poor", "1.5", "4"] in found
    assert ["stable", "(column", "turnover),", "more", "is", "less", "fragile", "1", "3"] in found
    # Degree, score from, programmes, in a QPV, outside, settled by people, not firm.
    assert ["0", "–", "1", "0", "1", "0", "0"] in found
    assert ["1", "62.5", "1", "0", "1", "0", "0"] in found
    assert ["2", "85.83", "1", "1", "0", "0", "0"] in found
    assert ["3", "–"] not in [line[:2] for line in found]
    assert ["4", "–", "1", "0", "1", "1", "0"] in found
    assert ["not", "classed", "–", "1", "0", "1", "0", "0"] in found
    said = " ".join(shown.split())
    assert "Cut at these quantiles of the scores of 4 classed programmes: 0.5; 0.75." in said
    assert "1 of them lacks an indicator and is scored by the others." in said
    assert "not firm where fewer than 80% of 1,000 draws of other weights keep it." in said
    assert "The Elms" not in shown


def test_each_programme_is_shown_where_everything_is(rendered: Rendered) -> None:
    found = lines(rendered(*fragility(indexed(), verbose=True)))
    assert [line for line in found if line[:1] in [["elms"], ["yews"], ["firs"]]] == [
        ["elms", "2", "85.83", "100.0%", "The", "Elms"],
        ["yews", "4", "14.16", "–", "Works", "begin."],
        ["firs", "–", "–", "–", "it", "has", "fewer", "than", "11", "dwellings"],
    ]


def test_thresholds_are_said_as_such(rendered: Rendered) -> None:
    shown = rendered(*fragility(indexed(cut={"thresholds": (40, 60)}), verbose=False))
    assert "The scores of 4 classed programmes are cut at 40; 60." in " ".join(shown.split())
    assert ["2", "60", "2", "1", "1", "0", "0"] in lines(shown)


def test_a_degree_that_few_draws_keep_is_not_firm(rendered: Rendered) -> None:
    made = indexed()
    assert made.fragility_index is not None
    kept = np.array([799, -1, 800, 1000, -1])
    index = replace(made.fragility_index, kept=kept)
    weak = replace(made, fragility_index=index)
    found = lines(rendered(*fragility(weak, verbose=False)))
    assert ["2", "85.83", "1", "1", "0", "0", "1"] in found
    assert ["0", "–", "1", "0", "1", "0", "0"] in found
    assert (fragility_as_json(weak) or {})["unsure"] == ["elms"]


def test_another_program_reads_the_same() -> None:
    assert fragility_as_json(indexed()) == {
        "indicators": [
            {"id": "poor", "column": "poor", "weight": "1.5", "higher_is": "more_fragile",
             "ranked": 4},
            {"id": "stable", "column": "turnover", "weight": "1", "higher_is": "less_fragile",
             "ranked": 3},
        ],
        "cuts": [{"at": "0.5", "score": "62.5"}, {"at": "0.75", "score": "85.8333"}],
        "draws": 1000,
        "degrees": {"0": 1, "1": 1, "2": 1, "4": 1},
        "unclassed": ["firs"],
        "overridden": ["yews"],
        "unsure": [],
    }  # fmt: skip


def test_a_quantile_that_nobody_reaches_has_no_score() -> None:
    found = fragility_as_json(indexed(cut={"quantiles": (Decimal("0.9"),)}))
    assert found is not None
    assert found["cuts"] == [{"at": "0.9", "score": None}]


@pytest.mark.parametrize("verbose", [False, True])
def test_where_degrees_are_given_nothing_is_shown(verbose: bool) -> None:
    made = instance(households=[household("h")], vacancies=[vacancy("v")])
    assert [*fragility(made, verbose=verbose)] == []
    assert fragility_as_json(made) is None
