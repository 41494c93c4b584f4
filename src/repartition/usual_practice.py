"""What one-dwelling-at-a-time would do: the baseline every gain is measured against.

The pairs that decisions fix come first, each charged to the dwelling's own contingent where that is
open, else to the first by identifier. Then the dwellings of the period, one at a time by the day
they are available (those free from the start first) then by identifier; one that a move frees is
set aside until that household has a dwelling, and is then next. Each goes to the eligible household
still without a dwelling that has the most points, then the longest waiting, then the smallest
lottery number, then the first identifier; it is charged to its own contingent where that is open,
else to the first by identifier.

What would break a transfer's cap, or a ``max`` or ``max_share … of = "vacancies"`` quota, hard or
soft, as things stand, is passed over: first the way of charging, for the next one open to the same
household; then, when no way is left, the household. Nothing else is looked ahead to, so hard quotas
may be missed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaFamily, resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs


def attribute_in_turn(
    instance: Instance,
    charging: Charging,
    pairs: Pairs,
    *,
    check: Callable[[], None] = lambda: None,
) -> Plan:
    """Return the plan that usual practice makes of the eligible pairs.

    ``check`` is called at each turn and may raise to stop.
    """
    queue = _Queue.of(instance, pairs)
    caps = _Caps.of(instance, charging)
    register = _Register(instance, charging, caps)
    decisions = instance.decisions
    fixed = zip(decisions.fixed_household.tolist(), decisions.fixed_vacancy.tolist(), strict=True)
    for household, vacancy in fixed:
        register.enter(household, vacancy, charging.ways(household, vacancy)[0])
    turns = _first_turns(instance)
    while turns:
        check()
        vacancy = turns.pop()
        household, way = _served(queue.candidates(vacancy, register.housed), vacancy, caps)
        if household != NO_ROW:
            register.enter(household, vacancy, way)
            freed = int(instance.households.frees[household])
            turns += [freed] if freed != NO_ROW else []
    return register.plan()


def order_of_turns(instance: Instance, plan: Plan) -> list[int]:
    """Return the dwellings in the order in which usual practice came to them, making ``plan``.

    The fixed pairs came before any of them. A dwelling that no move freed is not among them.
    """
    household_of = np.full(instance.n_vacancies, NO_ROW)
    household_of[plan.vacancy] = plan.household
    # What a fixed move frees is in its place from the start.
    household_of[instance.decisions.fixed_vacancy] = NO_ROW
    turns, found = _first_turns(instance), []
    while turns:
        vacancy = turns.pop()
        found.append(vacancy)
        household = int(household_of[vacancy])
        freed = NO_ROW if household == NO_ROW else int(instance.households.frees[household])
        turns += [freed] if freed != NO_ROW else []
    return found


def order_of_service(instance: Instance) -> NDArray[np.int64]:
    """Return the households, the first to be served first: points, waiting, lottery, identifier."""
    own = instance.households
    rows = np.arange(instance.n_households)
    found: NDArray[np.int64] = np.lexsort((rows, own.lottery, -own.waiting_days, -own.points_order))
    return found


def _first_turns(instance: Instance) -> list[int]:
    """Return the dwellings whose turn comes, the next one last; fixed moves free the first.

    Dwellings that a move still to be decided frees are not among them. Those that cannot be given
    (fixed, or not of the period) may be: they are in no pair that is left, so nobody asks for them.
    """
    vacancies = instance.vacancies
    moved = np.isin(vacancies.freed_by, instance.decisions.fixed_household)
    rows = np.flatnonzero(moved | (vacancies.freed_by == NO_ROW))
    order = np.lexsort((rows, vacancies.available_on[rows], ~moved[rows]))
    found: list[int] = rows[order][::-1].tolist()
    return found


def _served(candidates: NDArray[np.int64], vacancy: int, caps: "_Caps") -> tuple[int, int]:
    """Return the first candidate whom no cap stops, and how it is charged; ``NO_ROW`` if none.

    Candidates of one kind meet the same caps: when one is passed over, so are the others.
    """
    while len(candidates):
        household = int(candidates[0])
        way = caps.first_way(household, vacancy)
        if way != NO_ROW:
            return household, way
        candidates = candidates[caps.kind[candidates] != caps.kind[household]]
    return NO_ROW, NO_ROW


@dataclass(frozen=True, slots=True, eq=False)
class _Queue:
    """Who is eligible for each dwelling, those to be served first at the head.

    Attributes
    ----------
    in_order
        int64 (n_households,): households, the first to be served first.
    places
        int64 (n_pairs,): place in ``in_order`` of each candidate, dwelling by dwelling.
    start
        int64 (n_vacancies + 1,): where the candidates of each dwelling start in ``places``.
    """

    in_order: NDArray[np.int64]
    places: NDArray[np.int64]
    start: NDArray[np.int64]

    @classmethod
    def of(cls, instance: Instance, pairs: Pairs) -> "_Queue":
        """Return the queues that points, waiting, lottery and identifiers make."""
        size = instance.n_households
        in_order = order_of_service(instance)
        place = np.empty(size, np.int64)
        place[in_order] = np.arange(size)
        # One key for both, so that one sort does and needs no permutation.
        keys = pairs.vacancy * np.int64(size) + place[pairs.household]
        keys.sort()
        start = np.searchsorted(keys, np.arange(instance.n_vacancies + 1) * size)
        return cls(in_order, keys % max(size, 1), start)

    def candidates(self, vacancy: int, housed: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the households eligible for a dwelling and still without one, in their order."""
        places = self.places[self.start[vacancy] : self.start[vacancy + 1]]
        asking = self.in_order[places]
        return asking[~housed[asking]]


@dataclass(frozen=True, slots=True, eq=False)
class _Caps:
    """How many more attributions each cap lets through, as things stand.

    Attributes
    ----------
    kind
        int64 (n_households,): households of one kind count in the same quotas and can be charged
        in the same ways.
    transfer_room
        By transfer and contingent ``from``; changes with each attribution, as does the next.
    families, room
        The quotas that have a cap, and for each the room left in each of its groups.
    """

    instance: Instance
    charging: Charging
    kind: NDArray[np.int64]
    transfer_room: dict[tuple[int, int], int]
    families: tuple[QuotaFamily, ...]
    room: tuple[list[int], ...]

    @classmethod
    def of(cls, instance: Instance, charging: Charging) -> "_Caps":
        """Return the caps of the scenario before anything is attributed."""
        capped = [
            (family, room)
            for family in resolve_quotas(instance)
            if (room := _room(family)) is not None
        ]
        looked_at = [charging.household_class, *(family.counted_who for family, _room in capped)]
        _kinds, kind = np.unique(np.column_stack(looked_at), axis=0, return_inverse=True)
        return cls(
            instance=instance,
            charging=charging,
            kind=kind.reshape(-1).astype(np.int64),
            transfer_room={(cap.transfer, cap.contingent): cap.cap for cap in charging.caps},
            families=tuple(family for family, _room in capped),
            room=tuple(room for _family, room in capped),
        )

    def first_way(self, household: int, vacancy: int) -> int:
        """Return the first way of charging a pair that breaks no cap, ``NO_ROW`` if none."""
        return next(
            (
                way
                for way in self.charging.ways(household, vacancy)
                if self._transfer_allows(vacancy, way)
                and self._quotas_allow(household, vacancy, way)
            ),
            NO_ROW,
        )

    def count(self, household: int, vacancy: int, way: int) -> None:
        """Take an attribution into account."""
        if (key := self._transfer_key(vacancy, way)) is not None:
            self.transfer_room[key] -= 1
        for index, group in self._groups(household, vacancy, way):
            self.room[index][group] -= 1

    def _transfer_allows(self, vacancy: int, way: int) -> bool:
        key = self._transfer_key(vacancy, way)
        return key is None or self.transfer_room[key] > 0

    def _quotas_allow(self, household: int, vacancy: int, way: int) -> bool:
        return all(
            self.room[index][group] > 0 for index, group in self._groups(household, vacancy, way)
        )

    def _transfer_key(self, vacancy: int, way: int) -> tuple[int, int] | None:
        transfer = int(self.charging.way_transfer[way])
        own = int(self.instance.vacancies.contingent[vacancy])
        return None if transfer == NO_ROW else (transfer, own)

    def _groups(self, household: int, vacancy: int, way: int) -> Iterator[tuple[int, int]]:
        """Yield the capped quotas in which an attribution counts, and its group in each."""
        contingent = int(self.charging.way_contingent[way])
        for index, family in enumerate(self.families):
            group = int(family.vacancy_group[vacancy])
            if group >= 0 and family.contingent_group is not None:
                group = int(family.contingent_group[contingent])
            if group >= 0 and family.counted_who[household] and family.counted_via[contingent]:
                yield index, group


def _room(family: QuotaFamily) -> list[int] | None:
    """Return what the caps of a quota leave in each group; None if none has a fixed size."""
    bounds: dict[int, list[int]] = {}
    for row in family.rows():
        if row.is_fixed_cap:
            bounds.setdefault(row.group_index, []).append(floor(row.bound(0)))
    if not bounds:
        return None
    before = family.counted_before.tolist()
    return [min(bounds[group]) - before[group] for group in range(len(family.groups))]


def never_freed(instance: Instance, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each dwelling that a plan gives though its tenant stays, and that tenant.

    Only decisions bring it about: usual practice follows them, and may find the tenant no home.
    """
    tenant = instance.vacancies.freed_by[plan.vacancy]
    housed = plan.vacancy_of_household(instance.n_households) != NO_ROW
    vacancies = instance.vacancies.table.identifiers()
    households = instance.households.table.identifiers()
    for place in np.flatnonzero((tenant != NO_ROW) & ~housed[tenant]).tolist():
        yield vacancies[plan.vacancy[place]], households[tenant[place]]


class _Register:
    """The attributions made so far, in the order in which they are made."""

    def __init__(self, instance: Instance, charging: Charging, caps: _Caps) -> None:
        self.housed = np.zeros(instance.n_households, np.bool_)
        self._charging = charging
        self._caps = caps
        self._entries: list[tuple[int, int, int]] = []

    def enter(self, household: int, vacancy: int, way: int) -> None:
        """Write down one attribution and the way it is charged."""
        self.housed[household] = True
        self._caps.count(household, vacancy, way)
        self._entries.append((household, vacancy, way))

    def plan(self) -> Plan:
        """Return the attributions as a plan."""
        entries = np.array(self._entries, np.int64).reshape(-1, 3)
        household, vacancy, way = entries.T
        return Plan.of(
            household,
            vacancy,
            self._charging.way_contingent[way],
            self._charging.way_transfer[way],
        )
