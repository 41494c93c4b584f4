"""One tier of a search: where it was solved, what bounds it, and what is to be reached."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.bound import Bound
from repartition.optimisation.branching import Part, best_part, face_of_best
from repartition.optimisation.columns import Columns
from repartition.optimisation.face import Face
from repartition.optimisation.master import Relaxation


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One tier: the face it was solved on, its parts, each bounded, and the sum to be reached."""

    tier: int
    face: Face
    parts: tuple[Part, ...]
    target: int

    @property
    def best(self) -> Part:
        """The part of the largest bound."""
        return best_part(self.parts)

    @property
    def bound(self) -> Bound:
        """What bounds the tier: the largest of the parts' bounds."""
        return self.best.bound

    @property
    def relaxation(self) -> Relaxation | None:
        """The best point of all parts; None where the linear solver failed."""
        return self.best.relaxation

    def next_face(self) -> Face:
        """Return the face of the plans that reach the target."""
        return face_of_best(self.parts, self.tier, self.target)

    def within(self, target: int) -> NDArray[np.int64]:
        """Return the columns that a plan of the face reaching ``target`` can have."""
        return self.left(target).number

    def left(self, target: int) -> Columns:
        """Return the same, as a set that takes little memory however many they are."""
        return Columns.union([part.bound.left(target) for part in self.parts])
