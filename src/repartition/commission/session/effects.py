"""What a plan would be worth if one dwelling went to another household and nothing else changed.

Whoever has the dwelling gives it up and has none; the household that gets it gives up the one it
has. Each way of charging is weighed. Counts are made once, and only what a change touches is
counted again, exactly: shortfalls are fractions, measures whole hundredths.

With ``c`` the change and ``x(p)`` the value of a tier in a plan ``p``, what is compared is
``x(p + c)``, tier after tier in their order; ``x(p)`` is the same for all and left out, and so is
what the household that had the dwelling counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.audit.recount import QuotaCount, Recount, recount
from repartition.domain.quotas import QuotaFamily, resolve_quotas
from repartition.domain.scenario import QuotaKind
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, Tier, tiers_of
from repartition.explanation.facts.comparison import weigh
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.target_changes import RowChange


@dataclass(frozen=True, slots=True, eq=False)
class Handovers:
    """One dwelling given to some households, each in each way of charging: (n,) entries.

    Attributes
    ----------
    household, contingent, transfer
        int32 (n,): rows; whom the attribution is charged to, through what.
    losses
        int64 (n_tiers, n): what each tier makes of each entry, less is better. Only to be compared
        within a tier: shortfalls are places among the distinct ones, measures are hundredths.
    rows
        For each entry the rows of quotas and the transfers whose shortfall changes.
    """

    household: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]
    losses: NDArray[np.int64]
    rows: tuple[tuple[RowChange, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """A plan, its counts, and what one handover changes in them."""

    view: PlanView
    found: Recount
    tiers: tuple[Tier, ...]

    @classmethod
    def of(cls, view: PlanView) -> "Effects":
        """Return the counts of the plan of a view."""
        found = recount(view.instance, view.outcome.charging, view.plan)
        return cls(view, found, tiers_of(view.instance))

    def handovers(self, households: NDArray[np.int32], vacancy: int) -> Handovers:
        """Return what giving a dwelling to each of these would change, way by way."""
        charging = self.view.outcome.charging
        dwelling = np.full(len(households), vacancy, np.int32)
        start, ways = charging.ways_of_pairs(households, dwelling)
        first = np.cumsum(ways) - ways
        entry = np.repeat(np.arange(len(households)), ways)
        way = np.arange(len(entry)) - first[entry] + start[entry]
        household = households[entry]
        contingent, transfer = charging.way_contingent[way], charging.way_transfer[way]
        changes = [
            *self._quota_changes(household, vacancy, contingent),
            self._transfer_changes(household, vacancy, transfer),
        ]
        return Handovers(
            household=household,
            contingent=contingent,
            transfer=transfer,
            losses=self._losses(household, vacancy, contingent, changes),
            rows=tuple(
                tuple(row for change in changes for row in change.of(place))
                for place in range(len(household))
            ),
        )

    def misses(self, household: int, vacancy: int) -> tuple[RowChange, ...]:
        """Return the rows of quotas that the plan misses, and would miss by less without this.

        This is the attribution that the plan makes; ``before`` is the plan, ``after`` is the plan
        with the dwelling left empty.
        """
        view = self.view
        asked, dwelling = np.array([household], np.int32), np.array([vacancy], np.int32)
        counts = self._counts()
        found: list[RowChange] = []
        for family in resolve_quotas(view.instance):
            here = family.membership(asked, dwelling, view.charged(dwelling))
            group, among, counted = (int(each[0]) for each in here)
            if group != NO_ROW:
                found.extend(_rows(family, counts, {group: (-counted, -among)}))
        return tuple(row for row in found if row.shortfall[0] > row.shortfall[1])

    def _counts(self) -> Mapping[tuple[str, str, QuotaKind], QuotaCount]:
        return {(each.row.quota, each.row.group, each.row.kind): each for each in self.found.quotas}

    def _losses(
        self,
        household: NDArray[np.int32],
        vacancy: int,
        contingent: NDArray[np.int32],
        changes: list["_Changes"],
    ) -> NDArray[np.int64]:
        gains = iter(self._gains(household, vacancy, contingent))
        losses = [
            -next(gains) if tier.level is None else _places(changes, tier.level, len(household))
            for tier in self.tiers
        ]
        return np.array(losses, np.int64).reshape(len(self.tiers), len(household))

    def _gains(
        self, household: NDArray[np.int32], vacancy: int, contingent: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """Return what each entry adds to the tiers that sum a measure; more is better."""
        view = self.view
        gains = weigh(view, household, np.full(len(household), vacancy), contingent).gains()
        had = view.vacancy_of[household]
        housed = np.flatnonzero(had != NO_ROW)
        before = weigh(view, household[housed], had[housed], view.charged(had[housed]))
        gains[:, housed] -= before.gains()
        return gains

    def _quota_changes(
        self, household: NDArray[np.int32], vacancy: int, contingent: NDArray[np.int32]
    ) -> Iterator["_Changes"]:
        """Yield what each quota makes of each entry; those alike are counted once."""
        view = self.view
        dwelling = np.full(len(household), vacancy, np.int32)
        counts = self._counts()
        for family in resolve_quotas(view.instance):
            moves = np.column_stack(
                [
                    *family.membership(household, dwelling, contingent),
                    *_given_up(view, family, view.household_of[dwelling]),
                    *_given_up(view, family, household),
                ]
            )
            kinds, place = np.unique(moves, axis=0, return_inverse=True)
            changed = tuple(
                tuple(_rows(family, counts, _net(kind))) for kind in kinds.reshape(-1, 9).tolist()
            )
            yield _Changes(family.level, place.reshape(-1), changed)

    def _transfer_changes(
        self, household: NDArray[np.int32], vacancy: int, transfer: NDArray[np.int32]
    ) -> "_Changes":
        """Return what each transfer makes of each entry."""
        view, plan = self.view, self.view.plan
        reserved_by = view.instance.vacancies.contingent
        through = np.full(view.instance.n_vacancies, NO_ROW, np.int32)
        through[plan.vacancy] = plan.transfer
        had = view.vacancy_of[household]
        moves = np.column_stack(
            [
                transfer,
                np.full(len(household), reserved_by[vacancy]),
                np.full(len(household), through[vacancy]),
                np.where(had == NO_ROW, NO_ROW, through[had]),
                np.where(had == NO_ROW, NO_ROW, reserved_by[had]),
            ]
        )
        kinds, place = np.unique(moves, axis=0, return_inverse=True)
        changed = tuple(
            tuple(
                self._transfer_rows([((new, own), 1), ((old, own), -1), ((given_up, reserved), -1)])
            )
            for new, own, old, given_up, reserved in kinds.reshape(-1, 5).tolist()
        )
        return _Changes(HARD_LEVEL, place.reshape(-1), changed)

    def _transfer_rows(self, moves: list[tuple[tuple[int, int], int]]) -> Iterator[RowChange]:
        """Yield the transfers that moves touch: ``((transfer, contingent), how many more)``."""
        names = self.view.names
        for used in self.found.transfers:
            more = sum(n for key, n in moves if key == (used.transfer, used.contingent))
            cap = Fraction(used.cap)
            after = used.count + more
            yield RowChange(
                row=f"transfer:{names.transfer[used.transfer]}",
                group=names.contingent[used.contingent],
                kind="max",
                parameter=cap,
                level=HARD_LEVEL,
                count=(used.count, after),
                of=None,
                bound=(cap, cap),
                shortfall=(Fraction(used.overrun), Fraction(max(0, after - used.cap))),
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Changes:
    """What one quota, or the transfers, make of entries: ``rows[place[entry]]``."""

    level: int
    place: NDArray[np.int64]
    rows: tuple[tuple[RowChange, ...], ...]

    def of(self, entry: int) -> Iterator[RowChange]:
        """Yield the rows of which an entry changes the shortfall."""
        for row in self.rows[self.place[entry]]:
            if row.shortfall[0] != row.shortfall[1]:
                yield row

    def missed(self) -> list[Fraction]:
        """Return, for each kind of entry, by how much more is missed."""
        return [
            sum((row.shortfall[1] - row.shortfall[0] for row in rows), Fraction(0))
            for rows in self.rows
        ]


def _places(changes: list[_Changes], level: int, entries: int) -> NDArray[np.int64]:
    """Return the place of what each entry misses more in one level, among the distinct amounts."""
    concerned = [change for change in changes if change.level == level]
    if not concerned or not entries:
        return np.zeros(entries, np.int64)
    missed = [change.missed() for change in concerned]
    kinds, kind = np.unique(
        np.column_stack([change.place for change in concerned]), axis=0, return_inverse=True
    )
    totals = [
        sum((found[place] for found, place in zip(missed, places, strict=True)), Fraction(0))
        for places in kinds.tolist()
    ]
    order = {total: place for place, total in enumerate(sorted(set(totals)))}
    return np.array([order[total] for total in totals], np.int64)[kind.reshape(-1)]


def _given_up(
    view: PlanView, family: QuotaFamily, household: NDArray[np.int32]
) -> tuple[NDArray[np.int64], ...]:
    """Return in which group what these households have counts, -1 = none, in ``m`` and ``n``."""
    found = np.zeros((3, len(household)), np.int64)
    found[0] = NO_ROW
    housed = np.flatnonzero(household != NO_ROW)
    housed = housed[view.vacancy_of[household[housed]] != NO_ROW]
    had = view.vacancy_of[household[housed]]
    found[:, housed] = family.membership(household[housed], had, view.charged(had))
    return tuple(found)


def _net(move: list[int]) -> dict[int, tuple[int, int]]:
    """Return what a change adds to ``n`` and to ``m`` of each group it touches."""
    net: dict[int, tuple[int, int]] = {}
    for sign, (group, among, counted) in zip(
        (1, -1, -1), (move[:3], move[3:6], move[6:]), strict=True
    ):
        if group != NO_ROW:
            count, size = net.get(group, (0, 0))
            net[group] = count + sign * counted, size + sign * among
    return net


def _rows(
    family: QuotaFamily,
    counts: Mapping[tuple[str, str, QuotaKind], QuotaCount],
    net: dict[int, tuple[int, int]],
) -> Iterator[RowChange]:
    """Yield the rows of the groups a change touches, before and after it."""
    for group, (count, size) in net.items():
        for kind, _bound in family.quota.bounds():
            before = counts[family.quota.id, family.groups[group], kind]
            after = QuotaCount(before.row, before.count + count, before.among + size)
            sizes = (before.size, after.size)
            yield RowChange(
                row=family.quota.id,
                group=family.groups[group],
                kind=kind,
                parameter=before.row.parameter,
                level=family.level,
                count=(before.count, after.count),
                of=None if sizes[0] is None or sizes[1] is None else (sizes[0], sizes[1]),
                bound=(before.bound, after.bound),
                shortfall=(before.shortfall, after.shortfall),
            )
