"""CP-SAT on the whole programme: one Boolean per column."""

from math import floor
from typing import Final

import numpy as np
from benchmarks.speed.task import Task
from benchmarks.speed.tiers import Answer, climb, forbidden_columns, groups, most_slack
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from repartition.optimisation.choices import smallest_slacks
from repartition.optimisation.program import Objective, Program

_WORKERS: Final = 2
"""As many as there are cores. Each works on the problem in a way of its own."""
_SEED: Final = 2014
_FAINT: Final = 1e-6


def attempt(task: Task, asked: str) -> None:
    """Settle tier after tier; ``linear`` asks for linearization_level=2."""
    program = task.program()
    climb(task, program, _CpSat(program, linear=asked == "linear"))


class _CpSat:
    def __init__(self, program: Program, *, linear: bool) -> None:
        self._program = program
        self._linear = linear
        self._model = cp_model.CpModel()
        self._chosen = [self._model.new_bool_var("") for _column in range(program.n_columns)]
        self._slacks = [
            self._model.new_int_var(0, most, "") for most in most_slack(program).tolist()
        ]
        for column in forbidden_columns(program).tolist():
            self._model.add(self._chosen[column] == 0)
        self._write_assignment()
        self._write_side_rows()

    def best(self, tier: int, hint: NDArray[np.int64] | None, seconds: float) -> Answer:
        """Return the best plan of a tier."""
        self._model.maximize(self._sum(self._program.objectives[tier]))
        self._model.clear_hints()
        if hint is not None:
            hinted = np.zeros(self._program.n_columns, np.bool_)
            hinted[hint] = True
            for variable, value in zip(self._chosen, hinted.tolist(), strict=True):
                self._model.add_hint(variable, value)
            bent = smallest_slacks(self._program, hint).tolist()
            for variable, least in zip(self._slacks, bent, strict=True):
                self._model.add_hint(variable, least)
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = _SEED
        solver.parameters.max_time_in_seconds = max(1.0, seconds)
        # Among two workers none is given the whole linear relaxation, whatever level is asked for:
        # on 1,698 columns they had not proven the first tier after 20 s, one alone had in 0.1 s.
        # With symmetries, a start and half a million columns its presolve went on past any limit.
        solver.parameters.symmetry_level = 0
        if self._linear:
            solver.parameters.num_workers = 1
            solver.parameters.linearization_level = 2
        else:
            solver.parameters.num_workers = _WORKERS
        status = solver.solve(self._model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Answer(None, None)
        taken = np.fromiter(
            (solver.boolean_value(variable) for variable in self._chosen),
            np.bool_,
            len(self._chosen),
        )
        return Answer(np.flatnonzero(taken), floor(solver.best_objective_bound + _FAINT))

    def settle(self, tier: int, target: int) -> None:
        """Add weights·x ≥ target."""
        self._model.add(self._sum(self._program.objectives[tier]) >= target)

    def _write_assignment(self) -> None:
        program, chosen = self._program, self._chosen
        columns = np.arange(program.n_columns)
        for members in groups(columns, program.household):
            variables = [chosen[column] for column in members.tolist()]
            if program.required[program.household[members[0]]]:
                self._model.add_exactly_one(variables)
            else:
                self._model.add_at_most_one(variables)
        for members in groups(np.argsort(program.vacancy, kind="stable"), program.vacancy):
            self._model.add_at_most_one([chosen[column] for column in members.tolist()])

    def _write_side_rows(self) -> None:
        """a·x − s ≤ upper."""
        program, side = self._program, self._program.side
        entry, column = side.entries(program.way)
        row = side.row[entry]
        order = np.argsort(row, kind="stable")
        ends = np.searchsorted(row[order], np.arange(side.n_rows + 1))
        for index in range(side.n_rows):
            members = order[ends[index] : ends[index + 1]]
            activity = cp_model.LinearExpr.weighted_sum(
                [
                    *(self._chosen[i] for i in column[members].tolist()),
                    self._slacks[side.slack[index]],
                ],
                [*side.coefficient[entry[members]].tolist(), -1],
            )
            self._model.add(activity <= int(side.upper[index]))

    def _sum(self, objective: Objective) -> cp_model.LinearExprT:
        used, bent = np.flatnonzero(objective.weights), np.flatnonzero(objective.slack_weights)
        return cp_model.LinearExpr.weighted_sum(
            [*(self._chosen[i] for i in used.tolist()), *(self._slacks[i] for i in bent.tolist())],
            [*objective.weights[used].tolist(), *objective.slack_weights[bent].tolist()],
        )
