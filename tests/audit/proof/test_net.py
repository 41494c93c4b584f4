"""A pass over the attributions proves the same, however it is cut into blocks."""

import random

import numpy as np
import pytest
from tests.audit.proof.test_face import drawn, shares

from repartition.audit.proof import attributions
from repartition.audit.proof.face import Face, bound_of, settle
from repartition.audit.proof.model import model_of, worth_of
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [1, 2, 5])
def test_blocks_change_neither_the_model_nor_what_prices_prove(
    seed: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shares(seed)
    found = []
    for block in (2**18, size):
        monkeypatch.setattr(attributions, "_BLOCK", block)
        charging = resolve_charging(case)
        model = model_of(case, charging, find_pairs(case, charging))
        face = Face.whole(model)
        tier = len(tiers_of(case)) - 1
        worth = worth_of(model, tiers_of(case)[tier], model.attributions)
        prices = drawn(model, face, random.Random(seed))
        bound = bound_of(model, face, prices, {tier: worth}, tier)
        left = settle(face, bound, tier, bound.whole - 1, keep=False).attributions
        found.append(
            (
                bound.total,
                worth.unit,
                *(
                    np.asarray(one).tolist()
                    for one in (
                        worth.attribution,
                        model.attributions.household,
                        model.attributions.kind,
                        model.kinds.contingent,
                        bound.household,
                        left.household,
                        left.vacancy,
                        left.kind,
                    )
                ),
            )
        )
    assert found[0] == found[1]
    assert len(found[0][3]) > 1
