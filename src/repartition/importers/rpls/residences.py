"""What tells programmes apart: the name of a residence, a building of a street, or the street."""

import re
from enum import Enum
from typing import Final

from repartition.importers.dataset.record import plain_name

_BUILDING: Final = re.compile(
    r"(?:(?:batiment|bat|bt|entree|escalier|esc|allee|hall)"
    r"(?:-?(?:[a-z]|[a-z]?\d{1,4}[a-z]?))?(?:-|$))+"
)
"""A building, an entrance or a staircase, and no residence: ``bat-a``, ``bat-2-esc-b``."""


class Told(Enum):
    """By what a dwelling is told to be of a programme."""

    BY_NAME = "name"
    BY_BUILDING = "building"
    """Of a street: there are buildings A in all of them."""
    BY_STREET = "street"
    BY_COMMUNE = "commune"
    """Nothing else is known of it."""


def residence_of(name: str, street: str) -> tuple[str, Told]:
    """Return what a programme is called, and what it is told by.

    >>> residence_of("Les Tilleuls", "RUE DU PARC")
    ('Les Tilleuls', <Told.BY_NAME: 'name'>)
    >>> residence_of("BÂT. A", "RUE DU PARC")
    ('RUE DU PARC, BÂT. A', <Told.BY_BUILDING: 'building'>)
    >>> residence_of("Allée des Roses", "RUE DU PARC")[0], residence_of("", "RUE DU PARC")[0]
    ('Allée des Roses', 'RUE DU PARC')
    """
    if name and not _BUILDING.fullmatch(plain_name(name)):
        return name, Told.BY_NAME
    if name:
        return ", ".join(part for part in (street, name) if part), Told.BY_BUILDING
    return street, Told.BY_STREET if street else Told.BY_COMMUNE
