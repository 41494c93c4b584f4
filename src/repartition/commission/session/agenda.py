"""The dwellings of a session: those of one landlord that are free between two days, in order.

Which day a dwelling is free on, ``freeing`` says.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.commission.session.freeing import FreeDays
from repartition.domain.instance import NEVER, Instance
from repartition.domain.scenario import Period
from repartition.errors import UsageError
from repartition.explanation.facts.plan_view import PlanView
from repartition.ingest.nearest import suggestion
from repartition.language import _, n_
from repartition.language import day as day_words

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
        int32 (n,): rows; those that are free already, then by the day they are free on, then those
        that an exchange frees, which has no day; then by identifier.
    left_before
        int32 (m,): dwellings of the landlord that came free before the first day and that no
        decision gives to anybody: of an earlier session, and not on this agenda.
    exchanged
        int32: those of ``vacancies`` that a circle of moves frees.
    occupied
        int32: dwellings of the landlord whose tenant the plan does not move: in no session.
    """

    bailleur: str
    first: date
    last: date
    vacancies: NDArray[np.int32]
    left_before: NDArray[np.int32]
    exchanged: NDArray[np.int32]
    occupied: NDArray[np.int32]


def agenda_of(view: PlanView, bailleur: str, *, first: date, last: date) -> Agenda:
    """Return the dwellings of a landlord's session.

    Raises
    ------
    UsageError
        If no landlord has that name, the days are the wrong way round or all outside the period of
        the plan, or there is no dwelling between them: an empty session is a slip of the pen, and
        the nearest days mend it.
    """
    instance = view.instance
    _refuse_days(instance.scenario.period, first, last)
    free = FreeDays.of(view)
    mine = _dwellings_of(instance, bailleur)
    occupied = mine[free.is_occupied[mine]]
    mine = mine[~free.is_occupied[mine]]
    day, is_exchange = free.day[mine], free.is_exchange[mine]
    within = (day >= first.toordinal()) & (day <= last.toordinal())
    on_table = (day == NEVER) | within
    if not on_table.any():
        said = _nothing_to_let(instance, bailleur, (first, last), day)
        raise UsageError(_("; ").join([said, *_occupied_words(occupied)]))
    decided = np.isin(mine, instance.decisions.fixed_vacancy)
    order = np.lexsort((day, is_exchange))  # stable: by identifier where all is equal
    return Agenda(
        bailleur=bailleur,
        first=first,
        last=last,
        vacancies=mine[order[on_table[order]]],
        left_before=mine[(day != NEVER) & (day < first.toordinal()) & ~decided],
        exchanged=mine[is_exchange],
        occupied=occupied,
    )


def _refuse_days(period: Period, first: date, last: date) -> None:
    """Refuse days that are the wrong way round, or of which none is of the period."""
    if last < first:
        raise UsageError(
            _(
                "the session would end on {last}, before it begins, on {first}: exchange --from "
                "and --to",
                first=day_words(first),
                last=day_words(last),
            )
        )
    if last < period.start or period.end < first:
        raise UsageError(
            _(
                "the session, from {first} to {last}, lies outside the period of this plan, from "
                "{start} to {end}: choose days of which one at least is in it",
                first=day_words(first),
                last=day_words(last),
                start=day_words(period.start),
                end=day_words(period.end),
            )
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
            start=day_words(period.start),
            end=day_words(period.end),
        )
    said = _(
        "{bailleur} has no dwelling to let from {first} to {last}",
        bailleur=bailleur,
        first=day_words(days[0]),
        last=day_words(days[1]),
    )
    nearest = _("; ").join(_nearest_days(days, free_on))
    return _("{said}; the nearest days that have some: {nearest}", said=said, nearest=nearest)


def _occupied_words(occupied: NDArray[np.int32]) -> Iterator[str]:
    """Yield how many dwellings are in no session since their tenants stay."""
    if len(occupied):
        yield n_(
            "{number} other stays occupied, since the plan does not move its tenant",
            "{number} others stay occupied, since the plan does not move their tenants",
            len(occupied),
        )


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
            day=day_words(date.fromordinal(each)),
        )
