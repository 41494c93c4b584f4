"""All that prices are put on: attributions, rows, and what each tier counts them for."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from repartition.audit.proof.attributions import Attributions, Kinds, blocks, moving, staying
from repartition.audit.proof.rows import Block, RowWriter, Slacks
from repartition.domain.instance import Instance
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, Tier
from repartition.eligibility.charging import Charging
from repartition.eligibility.measures import HUNDREDTHS, measure
from repartition.eligibility.pairs import Pairs


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
    moves, kinds = moving(charging, pairs, families)
    stays, settled, n_vacancies = staying(instance, pairs, len(kinds))
    if len(stays):
        last = np.searchsorted(moves.household, stays.household, side="right")
        moves = Attributions(
            np.insert(moves.household, last, stays.household),
            np.insert(moves.vacancy, last, stays.vacancy),
            np.insert(moves.kind, last, stays.kind),
        )
    offered = np.zeros(instance.n_vacancies, np.bool_)
    offered[pairs.vacancy] = True
    writer = RowWriter(instance, kinds, offered)
    caps = writer.caps(charging)
    rows = [block for family in families for block in writer.quota(family)]
    counted = tuple(np.append(kinds.counted_in(family), NO_ROW) for family in families)
    return Model(
        instance,
        pairs,
        moves,
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

    ``attribution`` (n,), in small integers: there are millions; ``slack`` (n_slacks,); value of the
    tier = ``unit`` × sum.
    """

    attribution: NDArray[np.signedinteger]
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
        found = np.zeros(len(among), np.int8)
        if tier.level == HARD_LEVEL:
            away = among.vacancy >= model.instance.n_vacancies
            found = found if not away.any() else _joined([away * np.int64(sign * scale)])
        return Worth(found, slack, Fraction(sign, scale))
    unit = 0
    for some in blocks(len(model.pairs)):
        of_pairs = model.pairs.household[some], model.pairs.vacancy[some]
        unit = int(np.gcd.reduce(measure(model.instance, tier, *of_pairs), initial=unit))
    unit = max(1, unit)
    parts = [sign * _measured(model, tier, among, some) // unit for some in blocks(len(among))]
    return Worth(_joined(parts), slack, Fraction(sign * unit, HUNDREDTHS))


def _measured(model: Model, tier: Tier, among: Attributions, some: slice) -> NDArray[np.int64]:
    """Return what a block of attributions counts for in a tier, in hundredths."""
    kind = among.kind[some]
    found = np.zeros(len(kind), np.int64)
    moves = kind < len(model.kinds)
    counts = tier.via.matches(model.instance.via_view())[model.kinds.contingent]
    moves[moves] = counts[kind[moves]]
    household, vacancy = among.household[some][moves], among.vacancy[some][moves]
    found[moves] = measure(model.instance, tier, household, vacancy)
    return found


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.signedinteger]:
    """Return the parts one after the other, in the smallest integers that hold each and all."""
    kinds = (np.int8, np.int16, np.int32, np.int64)
    small = []
    for part in parts:
        least, most = int(part.min(initial=0)), int(part.max(initial=0))
        fits = (k for k in kinds if np.iinfo(k).min <= least and most <= np.iinfo(k).max)
        small.append(part.astype(next(fits)))
    return np.concatenate([np.zeros(0, np.int8), *small])
