"""The best plan after a change, from the prices of the one before.

The change takes rows and columns away, or adds some; the prices of all the others still bound every
tier. Where they must be moved for that bound to be the best, they are, along shortest paths. The
columns that lose nothing in any tier are all that a best plan can have, and a plan of those is
sought around whom the change moved. If there is one, it is the best in every tier, by the same
theorem as ever; if none is found, the changed instance is solved like any other.
"""

from dataclasses import dataclass

from repartition.domain.instance import Instance
from repartition.domain.quotas import resolve_quotas
from repartition.eligibility.charging import Charging
from repartition.optimisation.optimum import Solution, optimise
from repartition.optimisation.progress import Watcher
from repartition.optimisation.what_if.changes import Change
from repartition.optimisation.what_if.effects import effects_of
from repartition.optimisation.what_if.fragment import Fragments, LooseError
from repartition.optimisation.what_if.matching import NoPathError
from repartition.optimisation.what_if.plan_search import look_for_plan
from repartition.optimisation.what_if.repricing import reprice
from repartition.optimisation.what_if.rows import OtherRowsError
from repartition.optimisation.what_if.situation import changed, changed_rules
from repartition.optimisation.what_if.solved import Solved


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan after a change; whether it came of the prices before, or of solving again."""

    solution: Solution
    from_prices: bool


def answer(
    solved: Solved,
    change: Change,
    *,
    near: bool = False,
    time_limit: float | None = None,
    progress: Watcher | None = None,
) -> Answer:
    """Return the best plan after a change: in every tier what solving afresh would give.

    Parameters
    ----------
    near
        Of plans that are equal in every tier, return one that has as many attributions in common
        with the solved plan as can be found.
    time_limit
        Seconds, for solving again where that is needed.
    progress
        Called while solving again.

    Raises
    ------
    ImpossibleChangeError
        If the change makes no sense of the instance.
    InfeasibleError
        If no plan meets every hard rule any more: proven.
    UnfinishedError
        If time runs out before there is any plan.
    """
    instance, charging = changed_rules(solved.situation, change)
    found = _from_prices(solved, change, instance, charging, near=near)
    if found is not None:
        return Answer(found, from_prices=True)
    after = changed(solved.situation, change)
    return Answer(
        optimise(
            after.instance,
            after.charging,
            after.pairs,
            time_limit=time_limit,
            progress=progress,
            near=solved.program.plan(solved.plan) if near else None,
        ),
        from_prices=False,
    )


def _from_prices(
    solved: Solved, change: Change, instance: Instance, charging: Charging, *, near: bool
) -> Solution | None:
    """Return the best plan where prices tell it; None where they do not."""
    if not solved.is_tight or not _has_same_counts(solved, instance):
        return None
    effects = effects_of(solved, change)
    fragments = Fragments(solved, instance, charging, effects.offered)
    try:
        repriced = reprice(solved, change, effects, fragments)
        return look_for_plan(solved, effects, repriced, fragments, near=near)
    except (OtherRowsError, NoPathError, LooseError):
        return None


def _has_same_counts(solved: Solved, instance: Instance) -> bool:
    """Return whether every quota has the groups it had: bounds on counts go by their place."""
    before, after = resolve_quotas(solved.situation.instance), resolve_quotas(instance)
    return [family.groups for family in before] == [family.groups for family in after]
