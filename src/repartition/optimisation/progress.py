"""How far a search has come, for whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Progress:
    """The tier being settled, and what is known of it.

    Attributes
    ----------
    tier, place, of
        Its identifier, its place and the number of tiers.
    value
        What the best plan so far is worth in it; None before there is one.
    bound
        What no plan exceeds, as far as is known; None before it is.
    priced
        Columns looked at since the start, each as often as it was.
    """

    tier: str
    place: int
    of: int
    value: Fraction | None
    bound: Fraction | None
    priced: int

    @property
    def gap(self) -> Fraction | None:
        """How much better a plan might be."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value)


Watcher = Callable[[Progress], None]
"""Called as a tier is begun, and whenever more is known of it."""
