"""The dwellings of a session: those of one landlord that can be let between two days, in order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import NEVER, Instance
from repartition.errors import UsageError
from repartition.ingest.nearest import suggestion
from repartition.language import _, day, n_

_DAYS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """A landlord's session and its dwellings.

    Attributes
    ----------
    bailleur
        The landlord, as the tables name it.
    first, last
        The days, both included.
    vacancies
        int32 (n,): rows; those that have no date, since they are free already, then by the day
        they are free on, then by identifier.
    left_before
        int32 (m,): dwellings of the landlord that came free before the first day and that no
        decision gives to anybody: of an earlier session, and not on this agenda.
    """

    bailleur: str
    first: date
    last: date
    vacancies: NDArray[np.int32]
    left_before: NDArray[np.int32]


def agenda_of(instance: Instance, bailleur: str, *, first: date, last: date) -> Agenda:
    """Return the dwellings of a landlord's session.

    Raises
    ------
    UsageError
        If no landlord has that name, the days are the wrong way round, or there is no dwelling
        between them: an empty session is a slip of the pen, and the nearest days mend it.
    """
    if last < first:
        raise UsageError(
            _(
                "the session would end on {last}, before it begins, on {first}: exchange --from "
                "and --to",
                first=day(first),
                last=day(last),
            )
        )
    mine = _dwellings_of(instance, bailleur)
    free_on = instance.vacancies.available_on[mine]
    undated = free_on == NEVER
    within = (free_on >= first.toordinal()) & (free_on <= last.toordinal())
    chosen = mine[(undated | within)]
    if not len(chosen):
        raise UsageError(_nothing_to_let(instance, bailleur, (first, last), free_on))
    decided = np.isin(mine, instance.decisions.fixed_vacancy)
    return Agenda(
        bailleur=bailleur,
        first=first,
        last=last,
        vacancies=chosen[np.argsort(instance.vacancies.available_on[chosen], kind="stable")],
        left_before=mine[~undated & (free_on < first.toordinal()) & ~decided],
    )


def _dwellings_of(instance: Instance, bailleur: str) -> NDArray[np.int32]:
    """Return the dwellings of the period that a landlord has: rows, by identifier."""
    if bailleur not in instance.bailleurs:
        said = _("there is no landlord {name} in this run", name=bailleur)
        raise UsageError(f"{said}: {suggestion(bailleur, instance.bailleurs)}")
    owner = instance.bailleurs.index(bailleur)
    mine = (instance.bailleur_of_vacancy() == owner) & instance.vacancies.of_period
    return np.flatnonzero(mine).astype(np.int32)


def _nothing_to_let(
    instance: Instance, bailleur: str, days: tuple[date, date], free_on: NDArray[np.int64]
) -> str:
    if not len(free_on):
        period = instance.scenario.period
        return _(
            "{bailleur} has no dwelling to let from {start} to {end}, the period of this run",
            bailleur=bailleur,
            start=day(period.start),
            end=day(period.end),
        )
    said = _(
        "{bailleur} has no dwelling to let from {first} to {last}",
        bailleur=bailleur,
        first=day(days[0]),
        last=day(days[1]),
    )
    nearest = _("; ").join(_nearest_days(days, free_on))
    return _("{said}; the nearest days that have some: {nearest}", said=said, nearest=nearest)


def _nearest_days(days: tuple[date, date], free_on: NDArray[np.int64]) -> Iterator[str]:
    """Yield the days nearest to a session on which a dwelling comes free, the earliest first."""
    first, last = (each.toordinal() for each in days)
    counts = Counter(free_on.tolist())
    nearest = sorted(counts, key=lambda each: (max(first - each, each - last), each))
    for each in sorted(nearest[:_DAYS_SHOWN]):
        yield n_(
            "{day} ({number} dwelling)",
            "{day} ({number} dwellings)",
            counts[each],
            day=day(date.fromordinal(each)),
        )
