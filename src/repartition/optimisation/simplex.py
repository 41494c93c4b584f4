"""GLOP, fed with arrays and read as arrays.

The Python objects of MathOpt stand for one variable each: making and reading them took half the
time of a solve from a basis. Its messages carry the same content as arrays; the function that
takes them is the one its objects call, and the version of OR-Tools is bounded for that reason.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.glop import parameters_pb2 as glop_parameters
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.util.python.solve_interrupter import SolveInterrupter

from repartition.optimisation.aside import answer_of
from repartition.optimisation.clock import Clock

AT_LOWER: Final = solution_pb2.BASIS_STATUS_AT_LOWER_BOUND
AT_UPPER: Final = solution_pb2.BASIS_STATUS_AT_UPPER_BOUND
BASIC: Final = solution_pb2.BASIS_STATUS_BASIC

_DANTZIG: Final = glop_parameters.GlopParameters.DANTZIG
_STEEPEST_EDGE: Final = glop_parameters.GlopParameters.STEEPEST_EDGE


@dataclass(frozen=True, slots=True, eq=False)
class Vertex:
    """Where the simplex ended: an optimal vertex, its prices and its basis.

    Attributes
    ----------
    total
        The objective.
    values, duals
        float64 (n_variables,), float64 (n_rows,).
    variable_status, row_status
        int8 (n_variables,), int8 (n_rows,): BASIC, AT_LOWER...
    """

    total: float
    values: NDArray[np.float64]
    duals: NDArray[np.float64]
    variable_status: NDArray[np.int8]
    row_status: NDArray[np.int8]


def solve_from(
    model: model_pb2.ModelProto,
    basis: tuple[NDArray[np.int8], NDArray[np.int8]] | None,
    *,
    dual: bool,
    clock: Clock,
    few: bool = False,
) -> Vertex | None:
    """Return an optimal vertex of a model, None where GLOP finds none.

    Parameters
    ----------
    basis
        Status of each variable and of each row, as many of them basic as there are rows.
    dual
        Go on by the dual simplex: right where only the ends of rows changed since the basis.
    few
        Few pivots are expected. Steepest edges take the fewest, but each column has one that must
        be computed first, by a solve with the basis: what a hundred pivots cost, and more.

    Raises
    ------
    OutOfTime
        If GLOP does not stop when the clock runs out.
    """
    interrupter = SolveInterrupter()
    call = partial(
        solver.solve,
        model,
        parameters_pb2.SOLVER_TYPE_GLOP,
        parameters_pb2.SolverInitializerProto(),
        _parameters(clock, from_basis=basis is not None, dual=dual, few=few),
        model_parameters_pb2.ModelSolveParametersProto(
            initial_basis=None if basis is None else _written(*basis)
        ),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        interrupter.pybind_interrupter,
    )
    answer = answer_of(call, stop=interrupter.interrupt, clock=clock)
    if answer.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return None
    found = answer.solutions[0]
    return Vertex(
        found.primal_solution.objective_value,
        np.array(found.primal_solution.variable_values.values),
        np.array(found.dual_solution.dual_values.values),
        np.array(found.basis.variable_status.values, np.int8),
        np.array(found.basis.constraint_status.values, np.int8),
    )


def _parameters(
    clock: Clock, *, from_basis: bool, dual: bool, few: bool
) -> parameters_pb2.SolveParametersProto:
    # Preprocessing would throw the basis away. Nearly every coefficient is 1: scaling only costs.
    # An imprecise answer is as good as another: what its prices prove and whether its point is a
    # plan are computed in integers.
    parameters = parameters_pb2.SolveParametersProto(
        threads=1,
        glop=glop_parameters.GlopParameters(
            use_preprocessing=not from_basis,
            use_scaling=False,
            use_dual_simplex=dual,
            optimization_rule=_DANTZIG if few else _STEEPEST_EDGE,
            feasibility_rule=_DANTZIG if few else _STEEPEST_EDGE,
            change_status_to_imprecise=False,
        ),
    )
    if clock.limit is not None:
        nanoseconds = int(max(0.01, clock.left()) * 1e9)
        parameters.time_limit.seconds, parameters.time_limit.nanos = divmod(nanoseconds, 10**9)
    return parameters


def _written(variables: NDArray[np.int8], rows: NDArray[np.int8]) -> solution_pb2.BasisProto:
    return solution_pb2.BasisProto(
        variable_status=_statuses(variables), constraint_status=_statuses(rows)
    )


def _statuses(values: NDArray[np.int8]) -> solution_pb2.SparseBasisStatusVector:
    return solution_pb2.SparseBasisStatusVector(ids=range(len(values)), values=values.tolist())
