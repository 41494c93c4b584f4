"""The restricted master: a linear programme over some columns of a face, solved by GLOP.

A master is solved from the basis of the one before it, whose point is still one of its own: only
columns came in, or the objective changed on a smaller face.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.glop import parameters_pb2
from ortools.math_opt.python import mathopt

from repartition.optimisation.bound import FloatPrices, Prices
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import Face
from repartition.optimisation.linear_model import LinearModel, write_model
from repartition.optimisation.program import Objective, Program

_WHOLE = 1e-6
_STATUSES = (
    mathopt.BasisStatus.AT_LOWER_BOUND,
    mathopt.BasisStatus.BASIC,
    mathopt.BasisStatus.AT_UPPER_BOUND,
    mathopt.BasisStatus.FREE,
    mathopt.BasisStatus.FIXED_VALUE,
)
_AT_LOWER, _BASIC, _AT_UPPER = 0, 1, 2


class RelaxationError(Exception):
    """The linear solver gave no usable answer on a master that has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Where a simplex stands: positions in ``_STATUSES``, int8, by column and by row."""

    columns: NDArray[np.int64]
    column_status: NDArray[np.int8]
    slack_status: NDArray[np.int8]
    households: NDArray[np.int64]
    household_status: NDArray[np.int8]
    other_status: NDArray[np.int8]
    """Rows of the dwellings, side rows, settled tiers."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """An optimal point of a master.

    Attributes
    ----------
    columns
        int64 (n_master,), sorted: the columns of the master.
    values
        float64 (n_master,): their fractions.
    prices
        Dual prices, floats.
    total
        The tier's sum at this point.
    basis
        Where the simplex ended.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    prices: FloatPrices
    total: float
    basis: Basis

    def carried(self) -> NDArray[np.int64]:
        """Return the columns that the next tier starts from: the support and the basis."""
        basic = self.basis.columns[self.basis.column_status == _BASIC]
        return np.union1d(self.support(), basic)

    def support(self) -> NDArray[np.int64]:
        """Return the columns with a positive fraction."""
        return self.columns[self.values > _WHOLE]

    def is_integral(self) -> bool:
        """Return whether every column is chosen wholly or not at all."""
        return bool(np.all((self.values < _WHOLE) | (self.values > 1 - _WHOLE)))


def solve_master(
    program: Program,
    face: Face,
    objective: Objective,
    columns: NDArray[np.int64],
    *,
    basis: Basis | None,
    clock: Clock,
) -> Relaxation:
    """Return an optimal point over ``columns`` (sorted), starting from ``basis``.

    Raises
    ------
    OutOfTime
        If the clock runs out.
    RelaxationError
        If there is no such point, or GLOP finds none.
    """
    written = write_model(program, face, objective, columns)
    model = mathopt.Model.from_model_proto(written.proto)
    result = _run(model, clock, None if basis is None else _read_in(basis, model, written))
    if not _is_optimal(result) and basis is not None:
        # From a bad start the simplex may fail where a fresh one does not.
        result = _run(model, clock, None)
    if not _is_optimal(result):
        clock.check()
        raise RelaxationError(result.termination)
    return _read(program, written, result)


def _run(model: mathopt.Model, clock: Clock, basis: mathopt.Basis | None) -> mathopt.SolveResult:
    # Preprocessing would throw the basis away. An imprecise answer is as good as another: what its
    # prices prove and whether its point is a plan are computed in integers.
    glop = parameters_pb2.GlopParameters(
        use_preprocessing=basis is None, change_status_to_imprecise=False
    )
    parameters = mathopt.SolveParameters(threads=1, glop=glop)
    if clock.limit is not None:
        parameters.time_limit = timedelta(seconds=max(0.01, clock.left()))
    start = mathopt.ModelSolveParameters(initial_basis=basis)
    return mathopt.solve(model, mathopt.SolverType.GLOP, params=parameters, model_params=start)


def _is_optimal(result: mathopt.SolveResult) -> bool:
    return result.termination.reason is mathopt.TerminationReason.OPTIMAL


def _read(program: Program, written: LinearModel, result: mathopt.SolveResult) -> Relaxation:
    n_columns, n_households = len(written.columns), len(written.households)
    values = np.fromiter(result.variable_values().values(), float)
    duals = np.fromiter(result.dual_values().values(), float)[n_households:]
    first_kept = program.n_vacancies + program.side.n_rows
    basis = result.solutions[0].basis
    assert basis is not None  # a simplex that ends at an optimum ends at a basis
    place = {status: np.int8(index) for index, status in enumerate(_STATUSES)}
    variables = np.fromiter((place[s] for s in basis.variable_status.values()), np.int8)
    rows = np.fromiter((place[s] for s in basis.constraint_status.values()), np.int8)
    return Relaxation(
        columns=written.columns,
        values=values[:n_columns],
        prices=Prices(
            duals[: program.n_vacancies],
            duals[program.n_vacancies : first_kept] / written.side_scale,
            -duals[first_kept:] / written.kept_scale,
        ),
        total=result.objective_value(),
        basis=Basis(
            written.columns,
            variables[:n_columns],
            variables[n_columns:],
            written.households,
            rows[:n_households],
            rows[n_households:],
        ),
    )


def _read_in(basis: Basis, model: mathopt.Model, written: LinearModel) -> mathopt.Basis:
    """Return a basis of the model: what is new starts outside it, new rows start slack."""
    columns = np.concatenate(
        (
            _carried(basis.columns, basis.column_status, written.columns, _AT_LOWER),
            basis.slack_status,
        )
    )
    households = _carried(basis.households, basis.household_status, written.households, _BASIC)
    rows = np.concatenate((households, basis.other_status))
    constraints = list(model.linear_constraints())
    rows = np.concatenate((rows, np.full(len(constraints) - len(rows), _BASIC, np.int8)))
    _balance(columns, rows)
    found = mathopt.Basis()
    found.variable_status = {
        variable: _STATUSES[status]
        for variable, status in zip(model.variables(), columns.tolist(), strict=True)
    }
    found.constraint_status = {
        constraint: _STATUSES[status]
        for constraint, status in zip(constraints, rows.tolist(), strict=True)
    }
    return found


def _balance(columns: NDArray[np.int8], rows: NDArray[np.int8]) -> None:
    """Make as many statuses basic as there are rows, changing the arrays in place.

    Rows and columns of the former master that are gone may leave too few or too many.
    """
    missing = len(rows) - int((columns == _BASIC).sum()) - int((rows == _BASIC).sum())
    if missing > 0:
        rows[np.flatnonzero(rows != _BASIC)[:missing]] = _BASIC
    elif missing < 0:
        slack = np.flatnonzero(rows == _BASIC)[missing:]
        rows[slack] = _AT_UPPER


def _carried(
    keys: NDArray[np.int64],
    status: NDArray[np.int8],
    wanted: NDArray[np.int64],
    otherwise: int,
) -> NDArray[np.int8]:
    """Return the status of each wanted key (both sorted), ``otherwise`` where it is new."""
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    known = keys[place] == wanted if len(keys) else np.zeros(len(wanted), np.bool_)
    found = np.full(len(wanted), otherwise, np.int8)
    found[known] = status[place[known]]
    return found
