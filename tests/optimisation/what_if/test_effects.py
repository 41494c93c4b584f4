"""What a change does to a programme: told without looking at all pairs, and the same as by that."""

import numpy as np
import pytest
from tests.optimisation.instances import draw
from tests.optimisation.what_if.changes import possible_changes, situation_of, solved

from repartition.optimisation.what_if.effects import effects_of


@pytest.mark.parametrize("seed", range(40))
def test_pairs_that_go_and_that_come_make_those_after_the_change(seed: int) -> None:
    before = situation_of(draw(seed, smallest=2, largest=5, soft=True))
    state, pairs = solved(before), before.pairs
    if not state.is_tight:
        return  # nothing is answered from it: there may be exits
    for change, after in possible_changes(before, seed):
        found = effects_of(state, change)
        offered = np.bincount(after.pairs.vacancy, minlength=after.instance.n_vacancies) > 0
        assert found.offered.tolist() == offered.tolist(), change
        assert found.n_households == after.instance.n_households
        assert found.n_vacancies == after.instance.n_vacancies
        if found.is_pinned_where_it_stays:
            continue  # others have pairs there still, and no plan has them
        kept = found.closed.keeps(pairs.household, pairs.vacancy)
        left = [*zip(pairs.household[kept], pairs.vacancy[kept], strict=True)]
        left += [*zip(found.new_pairs.household, found.new_pairs.vacancy, strict=True)]
        expected = zip(after.pairs.household, after.pairs.vacancy, strict=True)
        assert sorted(set(left)) == list(expected), change
