"""The face: what the tiers already settled leave open to those that follow.

After each tier, exact reduced costs tell which columns can be in no plan of that tier's value, and
which rows every such plan fills. Later tiers work on what is left. Everything here is a
consequence, in integers, of the tier's dual bound: nothing rests on a tolerance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.domain.tiers import HARD_LEVEL
from repartition.optimisation.columns import Columns as Columns
from repartition.optimisation.program import Program

UNBOUNDED = np.iinfo(np.int64).min // 4
"""Lower end of a side row that only has an upper one."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A part of the programme that still holds every plan worth considering.

    Attributes
    ----------
    alive
        The columns that can still be chosen.
    household_required, vacancy_required
        bool: rows that must be filled.
    lower, upper
        int64 (n_side_rows,): least and largest value of ``a·x − s`` of each side row.
    slack_least, slack_limit
        int64 (n_slacks,).
    kept
        (tier index, least sum) of the settled tiers whose value the rows above do not imply.
    branches
        Bounds on counts.
    """

    alive: Columns
    household_required: NDArray[np.bool_]
    vacancy_required: NDArray[np.bool_]
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack_least: NDArray[np.int64]
    slack_limit: NDArray[np.int64]
    kept: tuple[tuple[int, int], ...] = ()
    branches: tuple[CountBound, ...] = ()

    @classmethod
    def whole(cls, program: Program) -> "Face":
        """Return the face on which nothing is settled yet."""
        return cls(
            alive=Columns.every(program),
            household_required=program.required.copy(),
            vacancy_required=np.zeros(program.n_vacancies, np.bool_),
            lower=np.full(program.side.n_rows, UNBOUNDED),
            upper=program.side.upper.copy(),
            slack_least=np.zeros(program.side.n_slacks, np.int64),
            slack_limit=program.side.slack_limit.copy(),
        )

    @property
    def columns(self) -> NDArray[np.int64]:
        """The columns that can still be chosen: int64 (n_alive,), sorted; few, one hopes."""
        return self.alive.number

    def without_hard_shortfall(self, program: Program) -> "Face":
        """Return the face on which every hard rule holds and nobody takes an exit."""
        hard = program.side.slack_level == HARD_LEVEL
        weights = program.objectives[0].weights
        return replace(
            self,
            alive=self.alive.where(lambda block: block.of(weights) == 0),
            slack_limit=np.where(hard, 0, self.slack_limit),
        )

    def keep(self, tier: int, target: int) -> "Face":
        """Return the face with "tier ``tier`` sums to ``target`` at least" as a row."""
        return replace(self, kept=(*self.kept, (tier, target)))

    def branch(self, branch: CountBound) -> "Face":
        """Return the part of the face on which one more bound holds."""
        return replace(self, branches=(*self.branches, branch))


def around(faces: Sequence[Face]) -> Face:
    """Return a face that holds several parts of one: what holds on each of them holds on it."""
    first, *others = faces
    if not others:
        return first
    return Face(
        alive=Columns.union([face.alive for face in faces]),
        household_required=np.logical_and.reduce([face.household_required for face in faces]),
        vacancy_required=np.logical_and.reduce([face.vacancy_required for face in faces]),
        lower=np.minimum.reduce([face.lower for face in faces]),
        upper=np.maximum.reduce([face.upper for face in faces]),
        slack_least=np.minimum.reduce([face.slack_least for face in faces]),
        slack_limit=np.maximum.reduce([face.slack_limit for face in faces]),
        kept=tuple(row for row in first.kept if all(row in face.kept for face in others)),
        branches=tuple(
            branch for branch in first.branches if all(branch in face.branches for face in others)
        ),
    )
