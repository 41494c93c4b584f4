"""Tier after tier on all columns: what every peer that takes a model is asked to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from benchmarks.speed.task import Task
from numpy.typing import NDArray

from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.program import Program
from repartition.usual_practice import attribute_in_turn


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a peer says of one tier.

    Attributes
    ----------
    columns
        Those of the best plan it found, None where it found none.
    bound
        What no plan's sum exceeds, None where it says nothing.
    """

    columns: NDArray[np.int64] | None
    bound: int | None


class Peer(Protocol):
    """A solver that was handed the whole programme, the hard rules as rows that cannot bend."""

    def best(self, tier: int, hint: NDArray[np.int64] | None, seconds: float) -> Answer:
        """Return the best plan of a tier among those that reach the tiers settled so far."""

    def settle(self, tier: int, target: int) -> None:
        """Add the row "this tier reaches ``target``"."""


def climb(task: Task, program: Program, peer: Peer) -> None:
    """Let a peer settle the tiers in order until time runs out, each from the former's plan.

    The first starts from usual practice, as ``solve`` does.
    """
    found = _usual_practice(task, program)
    task.say({"event": "enter", "tier": "", "at": task.spent()})
    for tier, objective in enumerate(program.objectives[1:], start=1):
        if task.left() <= 0:
            break
        answer = peer.best(tier, found, task.left())
        if answer.columns is not None:
            found = answer.columns
        if found is None:
            break
        reached = total(program, tier, found, smallest_slacks(program, found))
        if tier == 1:
            hard = program.objectives[0]
            task.tier(hard.tier.id, hard.value(0), hard.value(0), proven=True)
        bound = None if answer.bound is None else max(answer.bound, reached)
        proven = bound == reached
        task.tier(
            objective.tier.id,
            objective.value(reached),
            None if bound is None else objective.value(bound),
            proven=proven,
        )
        task.plan = program.plan(found)
        if not proven:
            break
        peer.settle(tier, reached)


def _usual_practice(task: Task, program: Program) -> NDArray[np.int64] | None:
    """Return the columns of usual practice, None where it breaks a hard rule."""
    ready = task.ready
    usual = attribute_in_turn(ready.instance, ready.charging, ready.pairs)
    columns = program.columns_of(usual)
    return columns if holds(program, columns, smallest_slacks(program, columns)) else None


def forbidden_columns(program: Program) -> NDArray[np.int64]:
    """Return the columns that break a hard rule by themselves."""
    return np.flatnonzero(program.objectives[0].weights)


def most_slack(program: Program) -> NDArray[np.int64]:
    """Return the most each slack may be: that of a hard rule nothing. int64 (n_slacks,)."""
    side = program.side
    return np.where(side.slack_level == 0, 0, side.slack_limit)


def groups(order: NDArray[np.integer], key: NDArray[np.integer]) -> Sequence[NDArray[np.integer]]:
    """Return ``order`` cut where the key changes."""
    return np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(order) else []
