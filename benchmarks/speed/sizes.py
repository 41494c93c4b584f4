"""The sizes the sweep goes through, the smallest first."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """One instance.

    Attributes
    ----------
    name
        Also that of the dataset that ``repartition generate`` makes for it.
    requests, vacancies
        Households and dwellings.
    seconds
        What each contender may take to solve it, reading left out.
    """

    name: str
    requests: int
    vacancies: int
    seconds: float


SIZES: Final = (
    Size("session", 180, 40, 60),
    Size("commission", 10_000, 300, 120),
    Size("month", 15_000, 310, 120),
    Size("fifth", 3_000, 740, 300),
    Size("year", 15_000, 3_700, 600),
    Size("metropole", 60_000, 15_000, 1_200),
    Size("region", 780_000, 70_000, 3_600),
)
SWEPT: Final = ("session", "commission", "month", "fifth", "year")
"""What is run unless something else is asked for: what ends within an hour or two."""


def size_named(name: str) -> Size:
    """Return a size by its name.

    Raises
    ------
    LookupError
        If there is none.
    """
    for size in SIZES:
        if size.name == name:
            return size
    raise LookupError(name)


def place_of(name: str) -> int:
    """Return the place of a size among all, the smallest first."""
    return SIZES.index(size_named(name))
