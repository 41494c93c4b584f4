"""Dwellings that would suit a group left partly without, and that went to other households."""

from dataclasses import dataclass

import numpy as np

from repartition.audit.access import Group, groups_of
from repartition.audit.outcome import Outcome


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Where the dwellings went that a group still lacks.

    Attributes
    ----------
    left
        Active households of the group that the plan leaves without a dwelling.
    elsewhere
        Dwellings given to households outside the group that no rule closes to at least one of
        those left.
    """

    group: Group
    left: int
    elsewhere: int


def passed_over(outcome: Outcome, group: Group) -> PassedOver:
    """Return how many dwellings that suit those left of a group went outside it."""
    instance, pairs, plan = outcome.instance, outcome.pairs, outcome.plan
    members = groups_of(instance)[group]
    left = outcome.unplaced() & members
    suits = np.zeros(instance.n_vacancies, np.bool_)
    suits[pairs.vacancy[left[pairs.household]]] = True
    outside = plan.vacancy[~members[plan.household]]
    return PassedOver(group, int(left.sum()), int(suits[outside].sum()))
