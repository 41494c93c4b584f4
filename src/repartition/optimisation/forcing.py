"""An instance and its pairs as if a decision had fixed one more pair."""

from dataclasses import replace

import numpy as np

from repartition.domain.instance import Instance
from repartition.eligibility.pairs import Pairs


def decided(instance: Instance, household: int, vacancy: int) -> Instance:
    """Return the instance as if a decision had fixed one more pair: it moves, and nobody stays."""
    decisions = instance.decisions
    households = np.append(decisions.fixed_household, household)
    vacancies = np.append(decisions.fixed_vacancy, vacancy)
    order = np.lexsort((vacancies, households))
    fixed = replace(
        decisions,
        fixed_household=households[order].astype(np.int32),
        fixed_vacancy=vacancies[order].astype(np.int32),
    )
    return replace(instance, decisions=fixed)


def around(pairs: Pairs, household: int, vacancy: int) -> Pairs:
    """Return the pairs with one forced: its household and its dwelling have no other."""
    other = (pairs.household == household) != (pairs.vacancy == vacancy)
    return Pairs(pairs.household[~other], pairs.vacancy[~other])
