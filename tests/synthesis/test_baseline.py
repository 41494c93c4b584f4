"""tours-2014 under usual practice: what was fitted, and what was not, as docs/data.md shows it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import tests.factories as make

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.ingest import read_instance, read_scenario
from repartition.synthesis import baseline
from repartition.synthesis.presets import presets
from repartition.usual_practice import attribute_in_turn

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Practice:
    """An instance and what usual practice makes of it."""

    instance: Instance
    plan: Plan


@pytest.fixture(scope="module")
def practice() -> Practice:
    """Return usual practice on the committed tours-2014."""
    scenario = read_scenario(ROOT / "scenarios" / "tours-2014" / "scenario.toml")
    instance = read_instance(scenario)
    charging = resolve_charging(instance)
    return Practice(instance, attribute_in_turn(instance, charging, find_pairs(instance, charging)))


def test_usual_practice_gives_the_published_totals_within_two_percent(practice: Practice) -> None:
    found = baseline.totals(practice.instance, practice.plan)

    # 3,700 ± 74, 1,000 ± 20, 540 ± 10.8.
    assert abs(found.attributions - 3_700) <= 74
    assert abs(found.aci_attributions - 1_000) <= 20
    assert abs(found.aci_outside_fragile - 540) <= 10


def test_the_scenario_carries_the_published_totals_not_the_found_ones(practice: Practice) -> None:
    published = practice.instance.scenario.baseline

    assert published is not None
    assert (published.attributions, published.aci_attributions, published.aci_outside_fragile) == (
        3_700,
        1_000,
        540,
    )


def test_the_figures_that_were_not_fitted_stand_in_the_documentation(practice: Practice) -> None:
    """Whoever changes the data reads here the table to put in docs/data.md."""
    table = baseline.markdown(practice.instance, practice.plan)

    assert table in (ROOT / "docs" / "data.md").read_text(encoding="utf-8"), table


def test_every_knob_has_its_line_in_the_documentation() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    knobs = presets()["tours-2014"]

    for group in (knobs.stock, knobs.demand, knobs.points):
        for name in type(group).__dataclass_fields__:
            assert f"`{name}`" in page, name


def test_every_dataset_is_named_in_the_documentation() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")

    assert [name for name in presets() if f"`{name}`" not in page] == []


@pytest.fixture
def two_attributions() -> Practice:
    """Return two ACI households, one in a fragile programme, and a dwelling left empty."""
    instance = make.instance(
        programmes=[
            make.programme("a", fragility=2, qpv="Sanitas"),
            make.programme("b", fragility=""),
        ],
        vacancies=[
            make.vacancy("a1", programme="a", typology="T5"),
            make.vacancy("b1", programme="b", typology="T6"),
            make.vacancy("b2", programme="b", typology="T2", freed_by="h3"),
        ],
        households=[
            make.household("h1", aci=True, requested_on=make.START.replace(year=2013)),
            make.household("h2", aci=True, occupies="a"),
            make.household("h3", occupies="b"),
        ],
    )
    rows = np.array([0, 1], np.int32)
    return Practice(instance, Plan.of(rows, rows, rows * 0, rows * 0 - 1))


def test_totals_count_an_unclassed_programme_as_outside_fragile_stock(
    two_attributions: Practice,
) -> None:
    found = baseline.totals(two_attributions.instance, two_attributions.plan)

    assert found == baseline.Totals(attributions=2, aci_attributions=2, aci_outside_fragile=1)


def test_figures_count_what_is_given_beside_what_there_is(two_attributions: Practice) -> None:
    found = baseline.figures(two_attributions.instance, two_attributions.plan)

    assert baseline.Figure("typology", "T5 and more", 2, 2) in found
    assert baseline.Figure("typology", "T2", 0, 1) in found
    assert baseline.Figure("in a district", "yes", 1, 1) in found
    assert baseline.Figure("freed by a move", "yes", 0, 1) in found
    assert baseline.Figure("transfer", "yes", 1, 2) in found


def test_waiting_is_counted_in_months_of_those_who_get_a_dwelling(
    two_attributions: Practice,
) -> None:
    found = baseline.waiting(two_attributions.instance, two_attributions.plan)

    # 365 days and 0: mean and median 182.5 days = 6.0 months; a year is not more than a year.
    assert found == baseline.Waiting(mean_months=60, median_months=60, over_a_year=0)
