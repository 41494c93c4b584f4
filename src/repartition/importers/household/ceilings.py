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
    counted one up in what exceeds six, too; where it is given, only ``persons`` above six are. A
    category that would be derived all the same is written where that counts fewer persons above
    six, and no fewer than the law: a household that the law admits is never refused.
    """
    size = ceiling_size(people.persons, people.adults)
    given, derived = _above_six(people.persons), _above_six(size)
    is_nearer_given = (given >= _lawfully_above_six(people)) & (given < derived)
    is_derived = np.minimum(size, CEILING_CATEGORIES) == category
    return np.where(is_derived & ~is_nearer_given, NOT_WRITTEN, category)


def counts_too_many(people: Composition, written: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return where a table counts more persons above six than the law, whatever it says."""
    size = ceiling_size(people.persons, people.adults)
    counted = _above_six(np.where(written == NOT_WRITTEN, size, people.persons))
    more: NDArray[np.bool_] = counted > _lawfully_above_six(people)
    return more


def _lawfully_above_six(people: Composition) -> NDArray[np.int64]:
    return _above_six(ceiling_size(people.adults + people.ceiling_dependants, people.adults))


def _above_six(size: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(size - CEILING_CATEGORIES, 0)
