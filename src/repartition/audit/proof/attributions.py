"""Every attribution that a plan may be made of, and every rule as a row over them.

An attribution is a household, a dwelling, and a way of charging it. What it adds to the rows only
depends on its *kind*: the kind of household, the kind of dwelling, who is charged and how.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily, QuotaRow, resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, Tier
from repartition.eligibility.charging import Charging
from repartition.eligibility.measures import HUNDREDTHS, measure
from repartition.eligibility.pairs import Pairs


@dataclass(frozen=True, slots=True, eq=False)
class Attributions:
    """Attributions that are still possible, sorted by household.

    Attributes
    ----------
    household, vacancy
        int32 (n,). Dwellings beyond the instance's are exits.
    kind
        int32 (n,); the last kind is that of staying where one is, which is in no row.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    kind: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    def keep(self, wanted: NDArray[np.bool_]) -> "Attributions":
        """Return those where ``wanted`` holds."""
        return Attributions(self.household[wanted], self.vacancy[wanted], self.kind[wanted])


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """One attribution of each kind, standing for all: int32 (n_kinds,) each."""

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    def counted_in(self, family: QuotaFamily) -> NDArray[np.int32]:
        """Return the group of a quota in which each kind is counted, −1 = none: (n_kinds,)."""
        group, _among, counted = family.membership(self.household, self.vacancy, self.contingent)
        return np.where(counted, group, NO_ROW).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows of one shape, ``coefficient · x − s ≤ upper``: of each kind, its row and coefficient.

    Attributes
    ----------
    row
        int32 (n_kinds + 1,): the row of the block, −1 = in none.
    coefficient
        int64 (n_kinds + 1,).
    upper
        int64 (n_rows,).
    slack
        int32 (n_rows,): which shortfall bends each row.
    exists
        bool (n_rows,): whether there is such a row.
    """

    row: NDArray[np.int32]
    coefficient: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack: NDArray[np.int32]
    exists: NDArray[np.bool_]

    def cost(self, price: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what each kind pays at the prices of the rows: int64 (n_kinds + 1,)."""
        found: NDArray[np.int64] = np.where(self.row >= 0, price[self.row] * self.coefficient, 0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Slacks:
    """The shortfalls: the level of each, units per attribution, and the most any plan needs."""

    level: NDArray[np.int64]
    scale: NDArray[np.int64]
    limit: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All that prices are put on.

    Attributes
    ----------
    required
        bool (n_households,): those who are in exactly one attribution, staying included.
    n_vacancies
        Dwellings and exits.
    caps, plain, tightened
        The rows: of transfers; of each bound of each quota; of what whole numbers add to shares.
    counted
        For each quota, the group in which each kind is counted: int32 (n_kinds + 1,), −1 = none.
    """

    instance: Instance
    pairs: Pairs
    attributions: Attributions
    kinds: Kinds
    required: NDArray[np.bool_]
    n_vacancies: int
    caps: Block
    plain: tuple[Block, ...]
    tightened: tuple[Block, ...]
    slacks: Slacks
    counted: tuple[NDArray[np.int32], ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of rows: transfers, then of each bound the plain rows and the tightened."""
        both = zip(self.plain, self.tightened, strict=True)
        return (self.caps, *(block for pair in both for block in pair))


def model_of(instance: Instance, charging: Charging, pairs: Pairs) -> Model:
    """Return every attribution of an instance, and its rules as rows."""
    families = resolve_quotas(instance)
    moving, kinds = _moving(charging, pairs, families)
    staying, settled, n_vacancies = _staying(instance, pairs, len(kinds))
    everyone = Attributions(
        np.concatenate((moving.household, staying.household)),
        np.concatenate((moving.vacancy, staying.vacancy)),
        np.concatenate((moving.kind, staying.kind)),
    )
    if len(staying):
        order = np.argsort(everyone.household, kind="stable")
        everyone = Attributions(
            everyone.household[order], everyone.vacancy[order], everyone.kind[order]
        )
    offered = np.zeros(instance.n_vacancies, np.bool_)
    offered[pairs.vacancy] = True
    writer = _Writer(instance, kinds, offered)
    caps = writer.caps(charging)
    rows = [block for family in families for block in writer.quota(family)]
    counted = tuple(np.append(kinds.counted_in(family), NO_ROW) for family in families)
    return Model(
        instance,
        pairs,
        everyone,
        kinds,
        settled,
        n_vacancies,
        caps,
        tuple(plain for plain, _tight in rows),
        tuple(tight for _plain, tight in rows),
        writer.slacks(),
        counted,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What a tier counts, in units of which every sum is a whole number; more is always better.

    ``attribution`` (n,), ``slack`` (n_slacks,); value of the tier = ``unit`` × sum.
    """

    attribution: NDArray[np.int64]
    slack: NDArray[np.int64]
    unit: Fraction


def worth_of(model: Model, tier: Tier, among: Attributions) -> Worth:
    """Return what each attribution, and each shortfall, is worth in a tier."""
    sign = 1 if tier.maximise else -1
    slack = np.zeros(len(model.slacks.level), np.int64)
    if tier.level is not None:
        mine = model.slacks.level == tier.level
        scale = lcm(*model.slacks.scale[mine].tolist())
        slack[mine] = sign * (scale // model.slacks.scale[mine])
        found = np.zeros(len(among), np.int64)
        if tier.level == HARD_LEVEL:
            found[among.vacancy >= model.instance.n_vacancies] = sign * scale
        return Worth(found, slack, Fraction(sign, scale))
    instance, pairs = model.instance, model.pairs
    every = measure(instance, tier, pairs.household, pairs.vacancy)
    unit = max(1, int(np.gcd.reduce(every)))
    found = np.zeros(len(among), np.int64)
    moves = among.kind < len(model.kinds)
    counts = tier.via.matches(instance.via_view())[model.kinds.contingent]
    moves[moves] = counts[among.kind[moves]]
    found[moves] = measure(instance, tier, among.household[moves], among.vacancy[moves]) // unit
    return Worth(sign * found, slack, Fraction(sign * unit, HUNDREDTHS))


def _moving(
    charging: Charging, pairs: Pairs, families: Sequence[QuotaFamily]
) -> tuple[Attributions, Kinds]:
    """Return every pair in every way it can be charged."""
    households = _classes(
        charging.household_class, *(m for f in families for m in (f.counted_who, f.among_who))
    )
    vacancies = _classes(charging.vacancy_class, *(f.vacancy_group for f in families))
    size = int(vacancies.max(initial=0)) + 1
    cell = households[pairs.household] * size + vacancies[pairs.vacancy]
    table = np.full((int(households.max(initial=0)) + 1) * size, NO_ROW)
    table[cell] = np.arange(len(cell))
    example = table[table != NO_ROW]
    table[table != NO_ROW] = np.arange(len(example))
    cell = table[cell]
    first, count = charging.ways_of_pairs(pairs.household[example], pairs.vacancy[example])
    kind_start = np.cumsum(count) - count
    of_cell = np.repeat(np.arange(len(count)), count)
    way = np.arange(len(of_cell)) - kind_start[of_cell] + first[of_cell]
    kinds = Kinds(
        pairs.household[example][of_cell],
        pairs.vacancy[example][of_cell],
        charging.way_contingent[way],
        charging.way_transfer[way],
    )
    times = count[cell]
    pair = np.repeat(np.arange(len(cell), dtype=np.int32), times)
    before = np.cumsum(times) - times
    place = np.arange(len(pair)) - before[pair]
    kind = (kind_start[cell[pair]] + place).astype(np.int32)
    return Attributions(pairs.household[pair], pairs.vacancy[pair], kind), kinds


def _classes(*features: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return the class of each row: rows alike in every feature share one."""
    table = np.column_stack([np.asarray(feature, np.int64) for feature in features])
    _values, found = np.unique(table, axis=0, return_inverse=True)
    return found.reshape(-1)


def _staying(
    instance: Instance, pairs: Pairs, kind: int
) -> tuple[Attributions, NDArray[np.bool_], int]:
    """Return the attributions of staying, who must be in one, and how many dwellings there are.

    Whoever frees a dwelling that somebody can have moves or stays in it; where a decision gives it
    to another, staying is an exit, a dwelling of one's own that the hard rules count as a miss.
    Those whom a decision houses cannot stay.
    """
    decisions = instance.decisions
    required = np.zeros(instance.n_households, np.bool_)
    required[decisions.fixed_household] = True
    offered = np.unique(pairs.vacancy)
    tenant = instance.vacancies.freed_by[offered]
    may_stay = (tenant != NO_ROW) & ~np.isin(tenant, decisions.fixed_household)
    home, tenant = offered[may_stay].astype(np.int32), tenant[may_stay]
    given = np.isin(home, decisions.fixed_vacancy)
    home[given] = instance.n_vacancies + np.arange(given.sum())
    required[tenant] = True
    staying = Attributions(tenant.astype(np.int32), home, np.full(len(home), kind, np.int32))
    return staying, required, instance.n_vacancies + int(given.sum())


class _Writer:
    """Writes rows, and notes the shortfalls that bend them."""

    def __init__(self, instance: Instance, kinds: Kinds, offered: NDArray[np.bool_]) -> None:
        self._instance = instance
        self._kinds = kinds
        self._offered = offered
        self._slacks: list[Slacks] = []

    def caps(self, charging: Charging) -> Block:
        """Write: through a transfer, on the dwellings of a contingent, at most so many."""
        kinds = self._kinds
        reserved_by = self._instance.vacancies.contingent[kinds.vacancy]
        row = np.full(len(kinds) + 1, NO_ROW, np.int32)
        for index, cap in enumerate(charging.caps):
            row[:-1][(kinds.transfer == cap.transfer) & (reserved_by == cap.contingent)] = index
        size = len(charging.caps)
        limit = np.array([cap.dwellings for cap in charging.caps], np.int64)
        return Block(
            row,
            np.ones(len(row), np.int64),
            np.array([cap.cap for cap in charging.caps], np.int64),
            self._bend(HARD_LEVEL, 1, limit),
            np.ones(size, np.bool_),
        )

    def quota(self, family: QuotaFamily) -> Iterator[tuple[Block, Block]]:
        """Yield the plain and the tightened rows of each bound of a quota.

        With ``m`` attributions of which ``n`` count and σ = 1 for a maximum, −1 for a minimum, the
        plain row is σ(S·n − share·m) − s ≤ σ·bound, where S makes the share a whole number. The
        tightened row is what whole numbers add to a share: see docs/model.md.
        """
        kinds = self._kinds
        group, among, counted = family.membership(kinds.household, kinds.vacancy, kinds.contingent)
        row = np.append(np.where(among, group, NO_ROW), NO_ROW).astype(np.int32)
        m, n = np.append(among, False).astype(np.int64), np.append(counted, False).astype(np.int64)
        most = self._most(family)
        before, among_before = family.counted_before, family.among_before
        size = len(family.groups)
        for kind, parameter in family.quota.bounds():
            rules = [QuotaRow(family, g, kind, Fraction(parameter)) for g in range(size)]
            exact = Fraction(parameter)
            maximum, moves = (
                kind.startswith("max"),
                bool(rules) and rules[0].moves_with_attributions,
            )
            sign = 1 if maximum else -1
            scale = exact.denominator if moves else 1
            share = exact.numerator if moves else 0
            fixed = np.array(
                [int(r.bound(int(among_before[r.group_index]))) for r in rules], object
            )
            bound = share * among_before if moves else fixed.astype(np.int64)
            upper = sign * (bound - scale * before)
            slack = self._bend(
                family.level, scale, np.maximum((scale if maximum else share) * most - upper, 0)
            )
            plain = Block(
                row, sign * (scale * n - share * m), upper, slack, np.ones(size, np.bool_)
            )
            highest = share * (most + among_before)
            fraction, whole = highest % scale, highest // scale
            factor = scale - fraction if maximum else fraction
            of_all = 0 if maximum else share
            ceiling = (
                factor * (whole - before)
                if maximum
                else share * most - factor * (whole + 1 - before)
            )
            of_counted = sign * np.append(factor, 0)[row]
            yield plain, Block(row, of_counted * n + of_all * m, ceiling, slack, fraction > 0)

    def slacks(self) -> Slacks:
        """Return every shortfall noted so far."""
        return Slacks(
            np.concatenate([slacks.level for slacks in self._slacks]),
            np.concatenate([slacks.scale for slacks in self._slacks]),
            np.concatenate([slacks.limit for slacks in self._slacks]),
        )

    def _bend(self, level: int, scale: int, limit: NDArray[np.int64]) -> NDArray[np.int32]:
        first = sum(len(slacks.level) for slacks in self._slacks)
        size = len(limit)
        self._slacks.append(Slacks(np.full(size, level), np.full(size, scale), limit))
        return np.arange(first, first + size, dtype=np.int32)

    def _most(self, family: QuotaFamily) -> NDArray[np.int64]:
        """Return how many attributions can fall in each group: its dwellings, its households."""
        size = len(family.groups)
        inside = family.vacancy_group[self._offered]
        inside = inside[inside >= 0]
        dwellings = (
            np.bincount(inside, minlength=size)
            if family.contingent_group is None
            else np.full(size, len(inside))
        )
        return np.minimum(dwellings, int(family.among_who.sum())).astype(np.int64)
