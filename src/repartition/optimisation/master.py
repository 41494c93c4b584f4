"""The restricted master: a linear programme over some columns of a face, solved by GLOP.

A master is solved from the basis of the one before it, whose point is still one of its own: only
columns came in, or the objective changed on a smaller face.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import Face
from repartition.optimisation.linear_model import LinearModel, write_model
from repartition.optimisation.pricing import FloatPrices, Prices
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.simplex import AT_LOWER, AT_UPPER, BASIC, Vertex, solve_from

_WHOLE = 1e-6


Number = TypeVar("Number", np.float64, np.int8)


class RelaxationError(Exception):
    """The linear solver gave no usable answer on a master that has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Where a simplex stands: the status of each column and of each row.

    ``other`` are the rows of the dwellings and the side rows; settled tiers kept as rows only ever
    come after those there were, and branches are known by themselves.
    """

    columns: NDArray[np.int64]
    column_status: NDArray[np.int8]
    slack_status: NDArray[np.int8]
    households: NDArray[np.int64]
    household_status: NDArray[np.int8]
    other_status: NDArray[np.int8]
    kept_status: NDArray[np.int8]
    branch_status: dict[CountBound, int]


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
        The tier's sum at this point, less what it pays for a branch it breaks.
    is_broken
        Whether it breaks a branch of the face: then it is no point of the face.
    basis
        Where the simplex ended.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    prices: FloatPrices
    total: float
    is_broken: bool
    basis: Basis

    def carried(self) -> NDArray[np.int64]:
        """Return the columns that the next tier starts from: the support and the basis."""
        basic = self.basis.columns[self.basis.column_status == BASIC]
        return np.union1d(self.support(), basic)

    def support(self) -> NDArray[np.int64]:
        """Return the columns with a positive fraction."""
        return self.columns[self.values > _WHOLE]

    def divided(self) -> NDArray[np.int64]:
        """Return the columns chosen in part."""
        return self.columns[(self.values > _WHOLE) & (self.values < 1 - _WHOLE)]

    def is_integral(self) -> bool:
        """Return whether it is a point of the face, with every column chosen wholly or not."""
        return not self.is_broken and not len(self.divided())


def solve_master(  # noqa: PLR0913 - a problem, where to start, and how
    program: Program,
    face: Face,
    objective: Objective,
    columns: NDArray[np.int64],
    *,
    basis: Basis | None,
    clock: Clock,
    penalty: float | None = None,
    few: bool = False,
) -> Relaxation:
    """Return an optimal point over ``columns`` (sorted), starting from ``basis``.

    ``penalty`` is what breaking a branch of the face costs, for each attribution; None where
    branches must hold; ``few`` says that few pivots are expected.

    Raises
    ------
    OutOfTime
        If the clock runs out.
    RelaxationError
        If there is no such point, or GLOP finds none.
    """
    written = write_model(program, face, objective, columns, penalty=penalty)
    vertex = None
    if basis is not None:
        start = _read_in(basis, face, written)
        # A branch with a penalty is a new row in a point that was the best without it.
        vertex = solve_from(written.proto, start, dual=penalty is not None, clock=clock, few=few)
    if vertex is None:
        # From a bad start the simplex may fail where a fresh one does not.
        vertex = solve_from(written.proto, None, dual=False, clock=clock)
    if vertex is None:
        clock.check()
        raise RelaxationError
    return _read(program, face, written, vertex)


def _read(program: Program, face: Face, written: LinearModel, vertex: Vertex) -> Relaxation:
    n_columns, n_households = len(written.columns), len(written.households)
    first_broken = n_columns + program.side.n_slacks
    others = program.n_vacancies + program.side.n_rows

    def parts(rows: NDArray[Number]) -> list[NDArray[Number]]:
        ends = np.cumsum((n_households, others, len(face.kept)))
        return np.split(rows, ends)

    _households, other, kept, branch = parts(vertex.duals)
    vacancy, side = np.split(other, [program.n_vacancies])
    household_status, other_status, kept_status, branch_status = parts(vertex.row_status)
    return Relaxation(
        columns=written.columns,
        values=vertex.values[:n_columns],
        prices=Prices(vacancy, side / written.side_scale, -kept / written.kept_scale, branch),
        total=vertex.total,
        is_broken=bool((vertex.values[first_broken:] > _WHOLE).any()),
        basis=Basis(
            written.columns,
            vertex.variable_status[:n_columns],
            vertex.variable_status[n_columns:first_broken],
            written.households,
            household_status,
            other_status,
            kept_status,
            dict(zip(face.branches, branch_status.tolist(), strict=True)),
        ),
    )


def _read_in(
    basis: Basis, face: Face, written: LinearModel
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the statuses of a model: what is new starts outside the basis, new rows slack."""
    variables = np.concatenate(
        (
            _carried(basis.columns, basis.column_status, written.columns, AT_LOWER),
            basis.slack_status,
            np.full(len(face.branches), AT_LOWER, np.int8),
        )
    )
    kept = np.full(len(face.kept), BASIC, np.int8)
    known = basis.kept_status[: len(kept)]
    kept[: len(known)] = known
    rows = np.concatenate(
        (
            _carried(basis.households, basis.household_status, written.households, BASIC),
            basis.other_status,
            kept,
            np.array([basis.branch_status.get(b, BASIC) for b in face.branches], np.int8),
        )
    )
    _balance(variables, rows)
    return variables, rows


def _balance(variables: NDArray[np.int8], rows: NDArray[np.int8]) -> None:
    """Make as many statuses basic as there are rows, changing the arrays in place.

    Rows and columns of the former master that are gone may leave too few or too many.
    """
    missing = len(rows) - int((variables == BASIC).sum()) - int((rows == BASIC).sum())
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
