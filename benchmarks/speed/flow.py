"""The floor: one minimum-cost flow over all pairs. No exact method that looks at all is faster."""

from fractions import Fraction

import numpy as np
from benchmarks.speed.task import Task
from ortools.graph.python import min_cost_flow

from repartition.domain.tiers import Tier
from repartition.eligibility.measures import measure

_POINTS = Tier("points", maximise=True, measure="points")
_ONE_HOME = 10**9
"""Worth more than any points: a flow of most homes, and of most points among those."""


def attempt(task: Task, _asked: str) -> None:
    """Send homes to households; what it finds is no plan, since no quota is kept."""
    instance, pairs = task.ready.instance, task.ready.pairs
    n_households, n_vacancies = instance.n_households, instance.n_vacancies
    source, sink = n_households + n_vacancies, n_households + n_vacancies + 1
    households, vacancies = np.arange(n_households), n_households + np.arange(n_vacancies)
    tail = np.concatenate(
        (pairs.household, np.full(n_households, source), vacancies, [source])
    ).astype(np.int32)
    head = np.concatenate(
        (n_households + pairs.vacancy, households, np.full(n_vacancies, sink), [sink])
    ).astype(np.int32)
    cost = np.zeros(len(tail), np.int64)
    points = measure(instance, _POINTS, pairs.household, pairs.vacancy)
    cost[: len(pairs)] = -(_ONE_HOME + points)
    capacity = np.ones(len(tail), np.int64)
    capacity[-1] = n_vacancies  # what nobody can have goes by
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    flow.set_node_supply(source, n_vacancies)
    flow.set_node_supply(sink, -n_vacancies)
    del tail, head, capacity, cost
    if flow.solve() != flow.OPTIMAL:
        return
    homes = n_vacancies - int(flow.flow(arcs[-1]))
    # No plan houses more: without quotas there are only more of them.
    task.tier("house", None, Fraction(homes), proven=False)
