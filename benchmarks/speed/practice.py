"""Usual practice: what the plan is compared with, and how fast one can be without proving."""

from benchmarks.speed.task import Task

from repartition.usual_practice import attribute_in_turn


def attempt(task: Task, _asked: str) -> None:
    """Give each dwelling in turn; the values are recounted when the plan is audited."""
    ready = task.ready
    task.plan = attribute_in_turn(ready.instance, ready.charging, ready.pairs)
