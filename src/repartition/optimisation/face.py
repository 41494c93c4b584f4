"""The face: what the tiers already settled leave open to those that follow.

After each tier, exact reduced costs tell which columns can be in no plan of that tier's value, and
which rows every such plan fills. Later tiers work on what is left. Everything here is a
consequence, in integers, of the tier's dual bound: nothing rests on a tolerance.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.tiers import HARD_LEVEL
from repartition.optimisation.program import Program

UNBOUNDED = np.iinfo(np.int64).min // 4
"""Lower end of a side row that only has an upper one."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A part of the programme that still holds every plan worth considering.

    Attributes
    ----------
    columns
        int64 (n_alive,), sorted: the columns that can still be chosen.
    household_required, vacancy_required
        bool: rows that must be filled.
    lower, upper
        int64 (n_side_rows,): least and largest value of ``a·x − s`` of each side row.
    slack_least, slack_limit
        int64 (n_slacks,).
    kept
        (tier index, least sum) of the settled tiers whose value the rows above do not imply.
    """

    columns: NDArray[np.int64]
    household_required: NDArray[np.bool_]
    vacancy_required: NDArray[np.bool_]
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack_least: NDArray[np.int64]
    slack_limit: NDArray[np.int64]
    kept: tuple[tuple[int, int], ...]

    @classmethod
    def whole(cls, program: Program) -> "Face":
        """Return the face on which nothing is settled yet."""
        return cls(
            columns=np.arange(program.n_columns),
            household_required=program.required.copy(),
            vacancy_required=np.zeros(program.n_vacancies, np.bool_),
            lower=np.full(program.side.n_rows, UNBOUNDED),
            upper=program.side.upper.copy(),
            slack_least=np.zeros(program.side.n_slacks, np.int64),
            slack_limit=program.side.slack_limit.copy(),
            kept=(),
        )

    def without_hard_shortfall(self, program: Program) -> "Face":
        """Return the face on which every hard rule holds and nobody takes an exit."""
        hard = program.side.slack_level == HARD_LEVEL
        weights = program.objectives[0].weights
        return replace(
            self,
            columns=self.columns[weights[self.columns] == 0],
            slack_limit=np.where(hard, 0, self.slack_limit),
        )

    def keep(self, tier: int, target: int) -> "Face":
        """Return the face with "tier ``tier`` sums to ``target`` at least" as a row."""
        return replace(self, kept=(*self.kept, (tier, target)))
