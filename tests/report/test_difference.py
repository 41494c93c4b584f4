"""What changes from one plan to another, on the two residences of conftest.py."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.audit.residences import make_run, with_grid, write_case

from repartition.audit import write_run
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.errors import InputError, UsageError
from repartition.report.difference import (
    Attributions,
    Difference,
    Origin,
    compare,
    difference,
    have_same_data,
    origin_caution,
)

Render = Callable[..., str]


def test_a_household_stays_moves_comes_in_or_goes_out() -> None:
    before = {"ada": "1", "ben": "2", "dan": "3"}
    after = {"ada": "1", "ben": "3", "cleo": "2"}

    found = compare(before, after)

    assert found == Difference(same=1, moved=("ben",), gained=("cleo",), lost=("dan",))
    # 2 of the 3 attributions of the later plan are new
    assert found.share_changed == Fraction(2, 3)


def test_two_equal_plans_change_nothing() -> None:
    found = compare({"ada": "1"}, {"ada": "1"})

    assert found.share_changed == 0
    assert found.households == ()


def test_an_empty_plan_has_no_share_that_changed() -> None:
    assert compare({"ada": "1"}, {}).share_changed is None


def test_the_figures_and_the_households_concerned_are_shown(
    residences: Instance, usual: Plan, plan: Plan, rendered: Render
) -> None:
    before, after = (Attributions.of_plan(residences, made) for made in (usual, plan))

    text = rendered(*difference(before, after, earlier="runs/usual"))

    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "Against runs/usual" in lines
    assert "Attributions 3 4" in lines
    # ada, ben and dan have another dwelling; cleo is new: all 4 attributions changed
    assert "Households in another dwelling 3" in lines
    assert "Share of the attributions that changed 100.0%" in lines
    assert "cleo – tilleuls-2" in lines


def test_a_long_list_of_changes_is_cut_unless_asked_for(
    residences: Instance, usual: Plan, rendered: Render
) -> None:
    before = Attributions.of_plan(residences, usual)
    many = {f"household-{place:02}": f"vacancy-{place:02}" for place in range(12)}
    after = replace(before, vacancy_of=many)

    short = rendered(*difference(before, after, earlier="x"))
    whole = rendered(*difference(before, after, earlier="x", verbose=True))

    # ada, ben and dan are gone: 15 households, 10 shown
    assert "5 more households" in short
    assert "vacancy-11" not in short
    assert "vacancy-11" in whole


@pytest.mark.parametrize(("fragile_from", "outside"), [(2, 0), (3, 2)])
def test_an_earlier_run_says_itself_which_degrees_were_fragile(
    tmp_path: Path, fragile_from: int, outside: int
) -> None:
    """Its two ACI households are in Les Tours, of degree 2: fragile from 2 on, but not from 3."""
    given = ('fragility.method="given"', f"fragility.fragile_from={fragile_from}")
    made = make_run(write_case(tmp_path / "case"), overrides=given)
    folder = write_run(tmp_path / "run", made)

    found = Attributions.of_run(folder)

    assert found == Attributions.of_plan(made.outcome.instance, made.outcome.plan)
    assert (found.headline.aci, found.headline.aci_outside_fragile) == (2, outside)


def test_a_folder_that_holds_no_plan_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this is not a run folder"):
        Attributions.of_run(tmp_path)

    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.csv"):
        Attributions.of_run(tmp_path)


def test_runs_of_other_data_or_of_another_scenario_are_compared_with_a_warning(
    rendered: Render,
) -> None:
    here = Origin("one", frozenset({"a", "b"}))

    assert [*origin_caution(here, here)] == []
    assert [*origin_caution(None, here)] == []
    other_data = rendered(*origin_caution(Origin("old", frozenset({"a"})), here))
    assert "the earlier run (old) was made from other data" in " ".join(other_data.split())
    grids = rendered(*origin_caution(Origin("one", here.data, grid="sha of a grid"), here))
    assert "the points of the two runs are not of the same grid" in " ".join(grids.split())
    assert "another scenario" not in grids
    other = rendered(*origin_caution(Origin("old", here.data), here))
    assert "the earlier run is of another scenario, old" in " ".join(other.split())


def test_runs_of_other_days_are_compared_with_a_warning_and_not_counted_again(
    rendered: Render, tmp_path: Path
) -> None:
    scenario = write_case(tmp_path / "case")
    whole = Origin.of_run(write_run(tmp_path / "whole", make_run(scenario)))
    again = Origin.of_run(write_run(tmp_path / "again", make_run(scenario)))
    overrides = ("period.end=2014-03-20",)
    short = Origin.of_run(write_run(tmp_path / "short", make_run(scenario, overrides=overrides)))

    assert have_same_data(whole, again)
    assert not have_same_data(short, whole)
    said = " ".join(rendered(*origin_caution(short, whole)).split())
    assert "the earlier run is about other days, from" in said
    assert "March 20, 2014: other dwellings can be given" in said


def test_the_grid_of_a_run_is_told_from_none_and_from_one_changed(tmp_path: Path) -> None:
    scenario = with_grid(write_case(tmp_path / "case"))
    grid = scenario.with_name("grid.toml")
    under = Origin.of_run(write_run(tmp_path / "under", make_run(scenario)))
    overrides = ("cotation.grid=false",)
    without = Origin.of_run(write_run(tmp_path / "no", make_run(scenario, overrides=overrides)))
    grid.write_text(grid.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    changed = Origin.of_run(write_run(tmp_path / "changed", make_run(scenario)))

    assert under is not None
    assert without is not None
    assert changed is not None
    assert without.grid == ""
    assert len({under.grid, without.grid, changed.grid}) == 3
    assert under.data == without.data == changed.data
