"""The units that tiers count in after a change: those of the programme built afresh."""

import pytest
from tests.optimisation.instances import draw
from tests.optimisation.what_if.changes import possible_changes, situation_of, solved

from repartition.domain.tiers import tiers_of
from repartition.optimisation.program import build_program
from repartition.optimisation.what_if import units
from repartition.optimisation.what_if.effects import effects_of


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize("seed", range(8))
def test_measures_count_in_what_all_pairs_after_the_change_have_in_common(
    seed: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few pairs are looked at together."""
    monkeypatch.setattr(units, "_AT_FIRST", size)
    monkeypatch.setattr(units, "_GROWTH", 2)
    before = situation_of(draw(seed, smallest=3, largest=7, soft=True))
    state = solved(before)
    for change, after in possible_changes(before, seed):
        found = units.units_after(state, effects_of(state, change), after.instance)
        program = build_program(
            after.instance, after.charging, after.pairs, tiers_of(after.instance)
        )
        for unit, objective in zip(found, program.objectives, strict=True):
            assert objective.tier.level is not None or unit == objective.unit, change
