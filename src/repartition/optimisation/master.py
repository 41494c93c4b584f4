"""The restricted master: a linear programme over some columns of a face, solved by GLOP.

A master is solved from the basis of the one before it, whose point is still one of its own: only
columns came in, or the objective changed on a smaller face.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import FloatPrices, Prices
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import Face
from repartition.optimisation.linear_model import LinearModel, write_model
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.simplex import AT_LOWER, AT_UPPER, BASIC, Vertex, solve_from

_WHOLE = 1e-6


class RelaxationError(Exception):
    """The linear solver gave no usable answer on a master that has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Where a simplex stands: the status of each column and of each row."""

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
        basic = self.basis.columns[self.basis.column_status == BASIC]
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
    vertex = None if basis is None else solve_from(
        written.proto, _read_in(basis, written), clock=clock
    )
    if vertex is None:
        # From a bad start the simplex may fail where a fresh one does not.
        vertex = solve_from(written.proto, None, clock=clock)
    if vertex is None:
        clock.check()
        raise RelaxationError
    return _read(program, written, vertex)


def _read(program: Program, written: LinearModel, vertex: Vertex) -> Relaxation:
    n_columns, n_households = len(written.columns), len(written.households)
    duals = vertex.duals[n_households:]
    first_kept = program.n_vacancies + program.side.n_rows
    return Relaxation(
        columns=written.columns,
        values=vertex.values[:n_columns],
        prices=Prices(
            duals[: program.n_vacancies],
            duals[program.n_vacancies : first_kept] / written.side_scale,
            -duals[first_kept:] / written.kept_scale,
        ),
        total=vertex.total,
        basis=Basis(
            written.columns,
            vertex.variable_status[:n_columns],
            vertex.variable_status[n_columns:],
            written.households,
            vertex.row_status[:n_households],
            vertex.row_status[n_households:],
        ),
    )


def _read_in(
    basis: Basis, written: LinearModel
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the statuses of a model: what is new starts outside the basis, new rows slack."""
    columns = np.concatenate(
        (
            _carried(basis.columns, basis.column_status, written.columns, AT_LOWER),
            basis.slack_status,
        )
    )
    households = _carried(basis.households, basis.household_status, written.households, BASIC)
    rows = np.concatenate((households, basis.other_status))
    rows = np.concatenate((rows, np.full(written.n_rows - len(rows), BASIC, np.int8)))
    _balance(columns, rows)
    return columns, rows


def _balance(columns: NDArray[np.int8], rows: NDArray[np.int8]) -> None:
    """Make as many statuses basic as there are rows, changing the arrays in place.

    Rows and columns of the former master that are gone may leave too few or too many.
    """
    missing = len(rows) - int((columns == BASIC).sum()) - int((rows == BASIC).sum())
    if missing > 0:
        rows[np.flatnonzero(rows != BASIC)[:missing]] = BASIC
    elif missing < 0:
        slack = np.flatnonzero(rows == BASIC)[missing:]
        rows[slack] = AT_UPPER


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
