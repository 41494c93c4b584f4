"""Tiers: the objectives of a scenario in strict order, with the implied ones.

The order is: the hard rules (their total shortfall, which must be 0), the soft levels that no
objective lists, the objectives, ``seniority``, ``lottery``.
"""

from dataclasses import dataclass

from repartition.domain.filters import EVERYTHING, Filter
from repartition.domain.instance import Instance
from repartition.domain.quotas import resolve_quotas
from repartition.domain.scenario import Scenario

HARD_TIER = "hard"
SENIORITY_TIER = "seniority"
LOTTERY_TIER = "lottery"
SOFT_TIER = "soft-"
"""Before the level, in the name of a soft level that no objective lists."""
LOTTERY_MEASURE = "lottery"
SHORTFALL = "shortfall"
WAITING_DAYS = "waiting_days"
HARD_LEVEL = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """One rank of the lexicographic order.

    Attributes
    ----------
    id
        Its name in ``objectives.csv``.
    maximise
        Whether more is better.
    level
        The quota level whose shortfalls are summed (0 = the hard rules and transfers), or None.
    measure
        The measure summed over the attributions that match; ``""`` for a shortfall.
    """

    id: str
    maximise: bool
    level: int | None = None
    measure: str = ""
    who: Filter = EVERYTHING
    where: Filter = EVERYTHING
    via: Filter = EVERYTHING


def tiers_of(instance: Instance) -> tuple[Tier, ...]:
    """Return the tiers of an instance, the most important first, the hard rules at their head.

    A soft level whose quotas have no row, because no dwelling is in any of their groups, makes no
    tier unless an objective lists it.
    """
    families = resolve_quotas(instance)
    return _tiers(instance.scenario, {family.level for family in families if family.groups})


def tier_named(scenario: Scenario, identifier: str) -> Tier:
    """Return a tier by its name.

    Raises
    ------
    LookupError
        If no instance of the scenario has a tier of that name.
    """
    levels = {int(quota.soft) for quota in scenario.quotas}
    for tier in _tiers(scenario, levels):
        if tier.id == identifier:
            return tier
    raise LookupError(identifier)


def _tiers(scenario: Scenario, levels: set[int]) -> tuple[Tier, ...]:
    listed = {objective.soft for objective in scenario.objectives if objective.soft}
    return (
        Tier(HARD_TIER, maximise=False, level=HARD_LEVEL),
        *(
            Tier(f"{SOFT_TIER}{level}", maximise=False, level=level)
            for level in sorted(levels - listed - {HARD_LEVEL})
        ),
        *(
            Tier(
                id=objective.id,
                maximise=objective.maximise is not None,
                level=objective.soft if objective.measure == SHORTFALL else None,
                measure="" if objective.measure == SHORTFALL else objective.measure,
                who=objective.who,
                where=objective.where,
                via=objective.via,
            )
            for objective in scenario.objectives
        ),
        Tier(SENIORITY_TIER, maximise=True, measure=WAITING_DAYS),
        Tier(LOTTERY_TIER, maximise=False, measure=LOTTERY_MEASURE),
    )
