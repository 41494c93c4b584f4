"""The category of the income ceilings, and when a table must say it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.law import CEILING_CATEGORIES
from repartition.importers.household.members import Composition
from repartition.ingest.derivations import ceiling_size

NOT_WRITTEN: Final = -1


def ceiling_category(people: Composition, is_disabled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the category of each household, 1 to 6.

    ``min(persons + one_up, 6)``, where ``one_up`` is 1 for a person alone with dependants, for a
    young couple, and where one of the persons is disabled (``is_disabled``, bool, one per
    household). The arrêté lists these as other ways into the same category, by the number of
    persons: they do not add up, and a parent alone with one disabled child is in category 3.

    Source: arrêté of 29 July 1987, article 2 and its annexes.
    """
    persons = people.adults + people.ceiling_dependants
    is_single_parent = (people.adults == 1) & (people.ceiling_dependants > 0)
    one_up = is_single_parent | people.is_young_couple | is_disabled
    category: NDArray[np.int64] = np.minimum(persons + one_up, CEILING_CATEGORIES)
    return category


def category_to_write(people: Composition, category: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what ``ceiling_category`` must say, ``NOT_WRITTEN`` where it says more left empty.

    Left empty, the category is derived from ``persons`` and ``adults``, and a parent alone is
    counted one up in what exceeds six, too; where it is given, only ``persons`` above six are. So
    a category that would be derived all the same is written where this, and only this, counts as
    many persons above six as the law.
    """
    size = ceiling_size(people.persons, people.adults)
    lawful = ceiling_size(people.adults + people.ceiling_dependants, people.adults)
    above = _above_six(lawful)
    is_better_given = (_above_six(people.persons) == above) & (_above_six(size) != above)
    is_derived = np.minimum(size, CEILING_CATEGORIES) == category
    return np.where(is_derived & ~is_better_given, NOT_WRITTEN, category)


def _above_six(size: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(size - CEILING_CATEGORIES, 0)
