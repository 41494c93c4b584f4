"""Reservation rights: what each kind of contingent reserves, receives and hands back."""

from dataclasses import dataclass

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.ingest.cell_types import CONTINGENT_KINDS

NOBODY = ""
"""The kind that stands for dwellings reserved to nobody, attributions charged to nobody."""


@dataclass(frozen=True, slots=True)
class RightCount:
    """What is reserved for contingents and charged to them.

    Attributes
    ----------
    reserved
        Dwellings of the period that they have reserved.
    charged
        Attributions charged to them, on their own dwellings or on others'.
    received
        Of these, those that came through a transfer.
    handed_back
        Attributions of dwellings that they have reserved, charged to others through a transfer.
    """

    reserved: int
    charged: int
    received: int
    handed_back: int


def rights_by_kind(instance: Instance, plan: Plan) -> dict[str, RightCount]:
    """Return what is reserved and charged for each kind there is, in the contract's order."""
    kinds = (*CONTINGENT_KINDS, NOBODY)
    place = {kind: index for index, kind in enumerate(kinds)}
    of = np.array([place[kind] for kind in (*instance.contingents.kind, NOBODY)], np.int64)
    return {
        kinds[index]: count
        for index, count in enumerate(_rights(instance, plan, of, len(kinds)))
        if count != RightCount(0, 0, 0, 0) or index in of[:-1]
    }


def rights_by_contingent(instance: Instance, plan: Plan) -> tuple[RightCount, ...]:
    """Return the same of each contingent, in the order of the rows; the last: nobody."""
    size = instance.n_contingents + 1
    return _rights(instance, plan, np.arange(size, dtype=np.int64), size)


def _rights(
    instance: Instance, plan: Plan, of: "np.ndarray[tuple[int], np.dtype[np.int64]]", size: int
) -> tuple[RightCount, ...]:
    """Count by what ``of`` makes of each contingent (the last: nobody), of so many."""
    owner = instance.vacancies.contingent  # NO_ROW finds the last entry: nobody
    through = plan.transfer != NO_ROW
    counts = [
        np.bincount(of[rows], minlength=size).tolist()
        for rows in (
            owner[instance.vacancies.of_period],
            plan.contingent,
            plan.contingent[through],
            owner[plan.vacancy[through]],
        )
    ]
    return tuple(RightCount(*numbers) for numbers in zip(*counts, strict=True))
