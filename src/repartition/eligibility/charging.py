"""Through whose reservation right an attribution can be made, and charged.

Each dwelling has an ordered list of *doors*: the contingents an attribution of it could be charged
to, each with the transfer that opens it, if any. Each household passes the doors that are open to
it. Dwellings with the same doors make a vacancy class, households that pass the same doors make a
household class, and the ways of charging a pair depend on the two classes only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW


@dataclass(frozen=True, slots=True)
class TransferCap:
    """At most ``cap`` attributions go through one transfer on the dwellings of one contingent.

    Attributes
    ----------
    transfer
        Index of the transfer in the scenario's list.
    contingent
        Row of the contingent ``from``, whose dwellings are handed back.
    dwellings
        N: its dwellings of the period that the transfer's ``where`` matches.
    cap
        ⌊max_share × N⌋.
    """

    transfer: int
    contingent: int
    dwellings: int
    cap: int


@dataclass(frozen=True, slots=True, eq=False)
class Charging:
    """The ways of charging every pair, by class of household and class of vacancy.

    Attributes
    ----------
    household_class, vacancy_class
        int32 (n_households,) and (n_vacancies,).
    n_vacancy_classes
        Number of vacancy classes.
    way_start
        int64 (household classes × vacancy classes + 1,): the ways of a pair of classes ``(i, j)``
        lie in ``way_start[k]:way_start[k + 1]`` with ``k = i * n_vacancy_classes + j``.
    way_contingent
        int32: the contingent charged, ``n_contingents`` = nobody. Of one pair the dwelling's own
        contingent (or nobody, where it has none) comes first, then by identifier (nobody's is
        empty), then in the scenario's order of transfers.
    way_transfer
        int32: the transfer used, ``NO_ROW`` = none.
    caps
        One for each transfer and each contingent ``from`` that it finds a dwelling of.
    """

    household_class: NDArray[np.int32]
    vacancy_class: NDArray[np.int32]
    n_vacancy_classes: int
    way_start: NDArray[np.int64]
    way_contingent: NDArray[np.int32]
    way_transfer: NDArray[np.int32]
    caps: tuple[TransferCap, ...]

    def cell(
        self, household: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """Return where the ways of each pair start in ``way_start``: int64, one per pair."""
        row = self.household_class[household].astype(np.int64)
        found: NDArray[np.int64] = row * self.n_vacancy_classes + self.vacancy_class[vacancy]
        return found

    def ways(self, household: int, vacancy: int) -> range:
        """Return the ways of one pair, as positions in ``way_contingent``."""
        row = int(self.household_class[household])
        cell = row * self.n_vacancy_classes + int(self.vacancy_class[vacancy])
        return range(int(self.way_start[cell]), int(self.way_start[cell + 1]))

    def ways_of_pairs(
        self, household: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return, for each pair, its first position in ``way_contingent`` and how many it has."""
        cell = self.cell(household, vacancy)
        start = self.way_start[cell]
        return start, self.way_start[cell + 1] - start

    def has_way(self) -> NDArray[np.bool_]:
        """Return whether there is a way at all: bool (household classes, vacancy classes)."""
        n_household_classes = int(self.household_class.max(initial=-1)) + 1
        some = np.diff(self.way_start) > 0
        return some.reshape(n_household_classes, self.n_vacancy_classes)


class _Door(NamedTuple):
    """A contingent (or nobody) that a dwelling can be charged to, and who passes."""

    contingent: int
    transfer: int
    everyone: bool
    """Whoever asks."""
    holders: bool
    """Households that may be proposed through this contingent."""
    fixed: bool
    """Households whose attribution the commission has decided."""


class _Site(NamedTuple):
    """All that the doors of a dwelling depend on."""

    own: int
    commune: int
    bailleur: int
    transfers: tuple[int, ...]
    """Transfers whose ``from`` and ``where`` match."""


def resolve_charging(instance: Instance) -> Charging:
    """Return the ways of charging every pair of the instance."""
    matched = _transfer_matches(instance)
    doors, vacancy_class = _vacancy_classes(instance, matched)
    flat = [door for list_of_doors in doors for door in list_of_doors]
    door_class = np.repeat(np.arange(len(doors)), [len(found) for found in doors])
    member, is_fixed, household_class = _household_classes(instance, flat)
    opened = _opened(flat, member, is_fixed)
    row, door = np.nonzero(opened)
    sizes = np.bincount(row * len(doors) + door_class[door], minlength=len(member) * len(doors))
    contingent = np.array([door.contingent for door in flat], np.int32)
    transfer = np.array([door.transfer for door in flat], np.int32)
    return Charging(
        household_class=household_class,
        vacancy_class=vacancy_class,
        n_vacancy_classes=len(doors),
        way_start=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        way_contingent=contingent[door],
        way_transfer=transfer[door],
        caps=_caps(instance, matched),
    )


def resolve_charging_undecided(instance: Instance) -> Charging:
    """Return the same as if the commission had fixed no pair: a fixed pair can always be charged.

    The ways that a household would have all the same are what the rule ``contingent`` asks about.
    """
    nothing = np.zeros(0, np.int32)
    decisions = replace(instance.decisions, fixed_household=nothing, fixed_vacancy=nothing)
    return resolve_charging(replace(instance, decisions=decisions))


def _transfer_matches(instance: Instance) -> NDArray[np.bool_]:
    """Return which transfers can be used on each vacancy: bool (n_vacancies, n_transfers)."""
    settings = instance.scenario.contingents
    if settings.mode == "flow" or not settings.transfers:
        return np.zeros((instance.n_vacancies, 0), np.bool_)
    own, where, via = instance.vacancies.contingent, instance.where_view(), instance.via_view()
    return np.stack(
        [
            # A dwelling that nobody has reserved has nothing to hand back.
            (own >= 0) & transfer.from_.matches(via)[own] & transfer.where.matches(where)
            for transfer in settings.transfers
        ],
        axis=1,
    )


def _caps(instance: Instance, matched: NDArray[np.bool_]) -> tuple[TransferCap, ...]:
    own, of_period = instance.vacancies.contingent, instance.vacancies.of_period
    found = []
    for index in range(matched.shape[1]):
        share = Fraction(instance.scenario.contingents.transfers[index].max_share)
        for contingent in np.unique(own[matched[:, index]]):
            dwellings = int(((own == contingent) & matched[:, index] & of_period).sum())
            found.append(TransferCap(index, int(contingent), dwellings, floor(share * dwellings)))
    return tuple(found)


def _vacancy_classes(
    instance: Instance, matched: NDArray[np.bool_]
) -> tuple[list[tuple[_Door, ...]], NDArray[np.int32]]:
    """Return the doors of each vacancy class, and the class of each vacancy."""
    sites = np.column_stack(
        (
            instance.vacancies.contingent,
            instance.commune_of_vacancy(),
            instance.bailleur_of_vacancy(),
            matched,
        )
    )
    distinct, inverse = np.unique(sites, axis=0, return_inverse=True)
    flow = instance.scenario.contingents.mode == "flow"
    to_matches = [
        t.to.matches(instance.via_view()) for t in instance.scenario.contingents.transfers
    ]
    class_of_doors: dict[tuple[_Door, ...], int] = {}
    class_of_site = []
    for row in distinct.tolist():
        own, commune, bailleur, *used = row
        transfers = tuple(index for index, usable in enumerate(used) if usable)
        site = _Site(own, commune, bailleur, transfers)
        doors = (
            _doors_in_flow(instance, site) if flow else _doors_in_stock(instance, site, to_matches)
        )
        key = tuple(sorted(doors, key=lambda door: _order(instance, site, door)))
        class_of_site.append(class_of_doors.setdefault(key, len(class_of_doors)))
    return list(class_of_doors), np.array(class_of_site, np.int32)[inverse.reshape(-1)]


def _order(instance: Instance, site: _Site, door: _Door) -> tuple[bool, bool, int, int]:
    """Order doors: the dwelling's own, then by identifier (the order of rows), then transfer."""
    nobody = door.contingent == instance.n_contingents
    own = nobody if site.own == NO_ROW else door.contingent == site.own
    return (not own, not nobody, door.contingent, door.transfer)


def _doors_in_stock(
    instance: Instance, site: _Site, to_matches: list[NDArray[np.bool_]]
) -> Iterator[_Door]:
    """Yield the dwelling's own contingent, then those that a transfer lets in."""
    if site.own == NO_ROW:
        yield _Door(instance.n_contingents, NO_ROW, everyone=True, holders=False, fixed=False)
        return
    yield _audience(instance, site, site.own)._replace(fixed=True)
    for transfer in site.transfers:
        for contingent in np.flatnonzero(to_matches[transfer][:-1]).tolist():
            if contingent != site.own and _receives(instance, site, contingent):
                yield _audience(instance, site, contingent)._replace(transfer=transfer)


def _doors_in_flow(instance: Instance, site: _Site) -> Iterator[_Door]:
    """Yield every contingent that may be charged there, and nobody where no landlord's may."""
    receiving = [c for c in range(instance.n_contingents) if _receives(instance, site, c)]
    doors = [_audience(instance, site, contingent) for contingent in receiving]
    yield from doors
    kinds = instance.contingents.kind
    if not any(door.everyone and kinds[door.contingent] == "bailleur" for door in doors):
        yield _Door(instance.n_contingents, NO_ROW, everyone=True, holders=False, fixed=False)


def _audience(instance: Instance, site: _Site, contingent: int) -> _Door:
    """Return the door of a contingent: whose households pass.

    A landlord's is open to all, in its own dwellings only; the dwelling's own is open to all where
    the scenario does not look at contingents.
    """
    unchecked = contingent == site.own and not instance.scenario.eligibility.contingents
    if instance.contingents.kind[contingent] != "bailleur":
        return _Door(contingent, NO_ROW, everyone=unchecked, holders=True, fixed=False)
    serves = int(instance.contingents.bailleur[contingent]) in {NO_ROW, site.bailleur}
    return _Door(contingent, NO_ROW, everyone=serves or unchecked, holders=False, fixed=False)


def _receives(instance: Instance, site: _Site, contingent: int) -> bool:
    """Return whether a contingent may receive there: a commune's only in its own commune."""
    if instance.contingents.kind[contingent] != "commune":
        return True
    return int(instance.contingents.commune[contingent]) in {NO_ROW, site.commune}


def _household_classes(
    instance: Instance, doors: list[_Door]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int32]]:
    """Return, by class, the contingents held and whether it is fixed; and each one's class.

    Only contingents that some door asks for tell households apart.
    """
    asked = sorted({door.contingent for door in doors if door.holders and not door.everyone})
    place = {contingent: index for index, contingent in enumerate(asked)}
    held = np.zeros((instance.n_households, len(asked) + 1), np.bool_)
    for household, contingents in enumerate(instance.households.contingents):
        for contingent in contingents & place.keys():
            held[household, place[contingent]] = True
    held[instance.decisions.fixed_household, -1] = True
    distinct, inverse = np.unique(held, axis=0, return_inverse=True)
    member = np.zeros((len(distinct), instance.n_contingents + 1), np.bool_)
    member[:, asked] = distinct[:, :-1]
    return member, distinct[:, -1], inverse.reshape(-1).astype(np.int32)


def _opened(
    doors: list[_Door], member: NDArray[np.bool_], is_fixed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which doors each class of households passes: bool (household classes, doors)."""
    contingent = np.array([door.contingent for door in doors], np.int64)
    everyone = np.array([door.everyone for door in doors], np.bool_)
    holders = np.array([door.holders for door in doors], np.bool_)
    fixed = np.array([door.fixed for door in doors], np.bool_)
    found: NDArray[np.bool_] = (
        everyone | (holders & member[:, contingent]) | (fixed & is_fixed[:, np.newaxis])
    )
    return found
