"""Repartition itself."""

from benchmarks.speed.task import Task

from repartition.errors import UnfinishedError
from repartition.optimisation import Progress, Watcher, optimise
from repartition.usual_practice import attribute_in_turn


def attempt(task: Task, _asked: str) -> None:
    """Solve as the pipeline does: usual practice first, in case nothing else is found in time."""
    ready = task.ready
    usual = attribute_in_turn(ready.instance, ready.charging, ready.pairs)
    task.say({"event": "enter", "tier": "", "at": task.spent()})
    try:
        solution = optimise(
            ready.instance,
            ready.charging,
            ready.pairs,
            time_limit=task.left(),
            progress=_entering(task),
            fallback=usual,
        )
    except UnfinishedError:
        return
    for tier in solution.tiers:
        task.tier(tier.tier, tier.value, tier.bound, proven=tier.proven)
    task.plan = solution.plan


def _entering(task: Task) -> Watcher:
    """Return a watcher that says when each tier is entered."""
    entered: set[str] = set()

    def watch(progress: Progress) -> None:
        if progress.tier not in entered:
            entered.add(progress.tier)
            task.say({"event": "enter", "tier": progress.tier, "at": task.spent()})

    return watch
