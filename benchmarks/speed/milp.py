"""HiGHS and SCIP through MathOpt: the whole programme as one MILP, written from arrays."""

from collections.abc import Iterable
from math import floor, isfinite
from typing import Any, Final

import numpy as np
from benchmarks.speed.task import Task
from benchmarks.speed.tiers import Answer, climb, forbidden_columns, most_slack
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver

from repartition.optimisation.choices import smallest_slacks
from repartition.optimisation.program import Objective, Program

_SOLVERS: Final = {
    "highs": parameters_pb2.SOLVER_TYPE_HIGHS,
    "scip": parameters_pb2.SOLVER_TYPE_GSCIP,
}
_UNBOUNDED: Final = float("inf")
# Every sum is whole: a bound less than one above a plan proves it. The rest is for floating point.
_LESS_THAN_ONE: Final = 0.99
_FAINT: Final = 1e-3
_CHUNK: Final = 1_000_000
_HALF: Final = 0.5


def attempt(task: Task, asked: str) -> None:
    """Settle tier after tier with the solver asked for."""
    program = task.program()
    climb(task, program, _Milp(program, _SOLVERS[asked]))


class _Milp:
    """Variables: the columns, then the slacks. Rows: households, dwellings, side rows, tiers."""

    def __init__(self, program: Program, solver_type: int) -> None:
        self._program = program
        self._solver_type = solver_type
        self._proto = model_pb2.ModelProto()
        self._n_rows = 0
        self._write_variables()
        self._write_assignment()
        self._write_side_rows()

    def best(self, tier: int, hint: NDArray[np.int64] | None, seconds: float) -> Answer:
        """Return the best plan of a tier."""
        self._aim_at(self._program.objectives[tier])
        answer = solver.solve(
            self._proto,
            self._solver_type,
            parameters_pb2.SolverInitializerProto(),
            self._parameters(seconds),
            self._start(hint),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        dual = answer.termination.objective_bounds.dual_bound
        bound = floor(dual + _FAINT) if isfinite(dual) else None
        if not answer.solutions or not answer.solutions[0].HasField("primal_solution"):
            return Answer(None, bound)
        found = answer.solutions[0].primal_solution
        if found.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
            return Answer(None, bound)
        ids = np.array(found.variable_values.ids, np.int64)
        values = np.array(found.variable_values.values)
        return Answer(ids[(ids < self._program.n_columns) & (values > _HALF)], bound)

    def settle(self, tier: int, target: int) -> None:
        """Add weights·x ≥ target, half a unit lower: every sum is whole."""
        variables, weights = self._weights(self._program.objectives[tier])
        self._add_rows([target - _HALF], [_UNBOUNDED])
        self._add_entries(np.full(len(variables), self._n_rows - 1), variables, weights)

    def _parameters(self, seconds: float) -> parameters_pb2.SolveParametersProto:
        # Threads are left to the solvers: MathOpt does not let HiGHS be told, and SCIP has one.
        parameters = parameters_pb2.SolveParametersProto(
            relative_gap_tolerance=0.0, absolute_gap_tolerance=_LESS_THAN_ONE
        )
        nanoseconds = int(max(1.0, seconds) * 1e9)
        parameters.time_limit.seconds, parameters.time_limit.nanos = divmod(nanoseconds, 10**9)
        return parameters

    def _start(
        self, hint: NDArray[np.int64] | None
    ) -> model_parameters_pb2.ModelSolveParametersProto:
        found = model_parameters_pb2.ModelSolveParametersProto()
        if hint is not None:
            values = found.solution_hints.add().variable_values
            chosen = np.zeros(self._program.n_columns)
            chosen[hint] = 1
            whole = np.append(chosen, smallest_slacks(self._program, hint).astype(float))
            _extend(values.ids, np.arange(len(whole)))
            _extend(values.values, whole)
        return found

    def _aim_at(self, objective: Objective) -> None:
        variables, weights = self._weights(objective)
        self._proto.objective.Clear()
        self._proto.objective.maximize = True
        _extend(self._proto.objective.linear_coefficients.ids, variables)
        _extend(self._proto.objective.linear_coefficients.values, weights)

    def _weights(self, objective: Objective) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        used, bent = np.flatnonzero(objective.weights), np.flatnonzero(objective.slack_weights)
        return (
            np.concatenate((used, self._program.n_columns + bent)),
            np.concatenate((objective.weights[used], objective.slack_weights[bent])).astype(float),
        )

    def _write_variables(self) -> None:
        program, variables = self._program, self._proto.variables
        upper = np.ones(program.n_columns)
        upper[forbidden_columns(program)] = 0
        n_slacks = program.side.n_slacks
        _extend(variables.ids, np.arange(program.n_columns + n_slacks))
        _extend(variables.lower_bounds, np.zeros(program.n_columns + n_slacks))
        _extend(variables.upper_bounds, np.append(upper, most_slack(program).astype(float)))
        _extend(
            variables.integers,
            np.append(np.ones(program.n_columns, np.bool_), np.zeros(n_slacks, np.bool_)),
        )

    def _write_assignment(self) -> None:
        """At most one column of each household and dwelling; one of each that is required."""
        program = self._program
        required = program.required.astype(float)
        self._add_rows(required, np.ones(len(required)))
        columns = np.arange(program.n_columns)
        self._add_entries(program.household, columns, np.ones(program.n_columns))
        first = self._n_rows
        self._add_rows(np.zeros(program.n_vacancies), np.ones(program.n_vacancies))
        order = np.argsort(program.vacancy, kind="stable")
        self._add_entries(
            first + program.vacancy[order].astype(np.int64), order, np.ones(len(order))
        )

    def _write_side_rows(self) -> None:
        """a·x − s ≤ upper."""
        program, side = self._program, self._program.side
        entry, column = side.entries(program.way)
        first = self._n_rows
        self._add_rows(np.full(side.n_rows, -_UNBOUNDED), side.upper.astype(float))
        row = np.append(side.row[entry], np.arange(side.n_rows))
        variable = np.append(column, program.n_columns + side.slack.astype(np.int64))
        coefficient = np.append(side.coefficient[entry], np.full(side.n_rows, -1)).astype(float)
        order = np.argsort(row, kind="stable")
        self._add_entries(first + row[order], variable[order], coefficient[order])

    def _add_rows(self, lower: Iterable[float], upper: Iterable[float]) -> None:
        rows = self._proto.linear_constraints
        lower = np.asarray(lower, float)
        _extend(rows.ids, self._n_rows + np.arange(len(lower)))
        _extend(rows.lower_bounds, lower)
        _extend(rows.upper_bounds, np.asarray(upper, float))
        self._n_rows += len(lower)

    def _add_entries(
        self,
        row: NDArray[np.integer],
        variable: NDArray[np.integer],
        coefficient: NDArray[np.float64],
    ) -> None:
        """Add entries, which come row after row and in each row by variable."""
        matrix = self._proto.linear_constraint_matrix
        _extend(matrix.row_ids, row)
        _extend(matrix.column_ids, variable)
        _extend(matrix.coefficients, coefficient)


def _extend(field: Any, values: NDArray[Any]) -> None:
    """Append values, some at a time: as Python objects they take four times the memory."""
    for start in range(0, len(values), _CHUNK):
        field.extend(values[start : start + _CHUNK].tolist())
