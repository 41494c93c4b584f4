"""The reference income of each household as a share of a ceiling: a fact that rules may look at."""

from decimal import Decimal
from typing import Final

import numpy as np

from repartition.domain.cells import parse_boolean, write_decimal
from repartition.domain.law import CEILING_CATEGORIES, CEILING_ZONES, FINANCINGS, Ceilings
from repartition.domain.table import CellKind, Column, Table
from repartition.importers.household.incomes import INCOMES_STATED
from repartition.importers.membership.completion import read_numbers, whole
from repartition.importers.membership.rules import Share
from repartition.ingest.derivations import ceiling_size

_INCOMES: Final = ("reference_income", "monthly_income")
_CENTS: Final = 100


def without_unknown_incomes(households: Table) -> tuple[Table, int]:
    """Return the households without the incomes that nobody gave, and how many those are.

    So that no range holds of them, nor any share of a ceiling. Where ``incomes_stated`` says
    nothing, an income is taken as stated.
    """
    stated = households.columns[INCOMES_STATED]
    is_unknown = stated.test(lambda cell: parse_boolean(cell) is False)
    known = {
        name: Column.from_cells(
            np.where(is_unknown, "", np.array(column.cells(), np.object_)).tolist(), column.kind
        )
        for name, column in households.columns.items()
        if name in _INCOMES
    }
    return households.with_columns(known), int(is_unknown.sum())


def has_ceiling(share: Share, ceilings: Ceilings) -> bool:
    """Return whether there are ceilings for what a share is computed of."""
    return bool(ceilings.amounts[_place(share)][0] > 0)


def share_of_ceiling(households: Table, share: Share, ceilings: Ceilings) -> Column:
    """Return reference income / ceiling of the household's category, empty where not known.

    The ceiling is that of the rule ``ceiling`` of the plan: by category, given or derived from
    ``persons`` and ``adults`` (which are completed), and the extra amount for each person above
    six.

    To 28 digits. That is exact wherever a rule compares it: income and ceiling are whole cents
    below 10¹², so a share that is not equal to a bound of six decimals is at least 10⁻¹⁸ away.
    """
    persons = whole(households, "persons")
    given = whole(households, "ceiling_category")
    size = ceiling_size(persons, whole(households, "adults"))
    category = np.clip(np.where(given > 0, given, size), 1, CEILING_CATEGORIES)
    above = np.maximum(np.where(given > 0, persons, size) - CEILING_CATEGORIES, 0)
    place = _place(share)
    ceiling = ceilings.amounts[place][category - 1] + above * ceilings.extra[place]
    incomes = read_numbers(households, "reference_income", _cents)
    cells = [
        write_decimal(Decimal(income) / Decimal(limit)) if income >= 0 and people > 0 else ""
        for income, limit, people in zip(
            incomes.tolist(), ceiling.tolist(), persons.tolist(), strict=True
        )
    ]
    return Column.from_cells(cells, CellKind.NUMBER)


def _place(share: Share) -> tuple[int, int]:
    return FINANCINGS.index(share.financing), CEILING_ZONES.index(share.zone)


def _cents(euros: Decimal) -> int:
    return int(euros * _CENTS)
