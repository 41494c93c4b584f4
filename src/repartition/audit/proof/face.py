"""What the tiers judged so far leave open, and what prices bound there: docs/model.md, in numpy.

Prices are whole numbers over one denominator, and every sum is checked to fit 64 bits before it is
made, so what comes out is exact.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repartition.audit.proof.attributions import Attributions
from repartition.audit.proof.model import Model, Worth
from repartition.audit.proof.net import Net
from repartition.domain.certificate import CountBound, PartPrices
from repartition.domain.tiers import HARD_LEVEL

NEVER = -(2**61)
"""Lower end of a row that only has an upper one."""
_SAFE = 2**61


class UnusablePricesError(Exception):
    """The prices are not such as a proof can be made of."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The plans still open.

    Attributes
    ----------
    attributions
        Those still possible.
    household_filled, vacancy_filled
        bool: those in exactly one attribution of every plan still open.
    lower, upper
        int64, one array per block: least and largest ``coefficient · x − s`` of each row.
    slack_least, slack_most
        int64 (n_slacks,).
    kept
        Least sum of settled tiers, by tier.
    counts
        Bounds on counts.
    """

    attributions: Attributions
    household_filled: NDArray[np.bool_]
    vacancy_filled: NDArray[np.bool_]
    lower: tuple[NDArray[np.int64], ...]
    upper: tuple[NDArray[np.int64], ...]
    slack_least: NDArray[np.int64]
    slack_most: NDArray[np.int64]
    kept: dict[int, int]
    counts: frozenset[CountBound]

    @classmethod
    def whole(cls, model: Model) -> "Face":
        """Return the face of every plan."""
        return cls(
            model.attributions,
            model.required,
            np.zeros(model.n_vacancies, np.bool_),
            tuple(np.full(len(block.upper), NEVER) for block in model.blocks),
            tuple(block.upper for block in model.blocks),
            np.zeros(len(model.slacks.limit), np.int64),
            model.slacks.limit,
            {},
            frozenset(),
        )

    def without_hard_shortfall(self, model: Model) -> "Face":
        """Return the face of the plans that meet every hard rule."""
        hard = model.slacks.level == HARD_LEVEL
        inside = self.attributions.vacancy < model.instance.n_vacancies
        return replace(
            self,
            attributions=self.attributions.keep(inside),
            slack_most=np.where(hard, 0, self.slack_most),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What no plan of a face exceeds, and what leaving its best loses: over one denominator."""

    total: int
    denominator: int
    net: Net
    household: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    rows: tuple[NDArray[np.int64], ...]
    slack_loss: NDArray[np.int64]
    counts: dict[CountBound, int]

    @property
    def whole(self) -> int:
        """The largest whole number it leaves."""
        return self.total // self.denominator


def bound_of(
    model: Model, face: Face, prices: PartPrices, worths: dict[int, Worth], tier: int
) -> Bound:
    """Return what the prices prove of a tier on a face.

    Parameters
    ----------
    worths
        Of the tier, and of each tier that the face keeps.

    Raises
    ------
    UnusablePricesError
        If a price is of the wrong sign or for a row that is not there, or too large.
    """
    rows = _rows_of(model, prices)
    _must_be_usable(model, face, prices, rows)
    _must_fit(model, prices, rows, worths, tier)
    cost = np.zeros(len(model.kinds) + 1, np.int64)
    for block, price in zip(model.blocks, rows, strict=True):
        if price.any():
            cost += block.cost(price)
    for count, paid in prices.count.items():
        cost += paid * count.sign * (model.counted[count.quota] == count.group)
    net = Net(face.attributions, prices, cost, worths, tier)
    slack_net = worths[tier].slack * prices.denominator
    for kept, paid in prices.kept.items():
        slack_net = slack_net + paid * worths[kept].slack
    for block, price in zip(model.blocks, rows, strict=True):
        np.add.at(slack_net, block.slack, price)
    best, offered = net.best_of_each(len(model.required), NEVER)
    household = np.where(face.household_filled, best, np.maximum(best, 0))
    ends: list[NDArray[np.int64]] = [
        np.where(price >= 0, upper, lower)
        for price, lower, upper in zip(rows, face.lower, face.upper, strict=True)
    ]
    total = (
        _sum(prices.vacancy)
        + sum(_dot(price, end) for price, end in zip(rows, ends, strict=True))
        + sum(paid * count.upper for count, paid in prices.count.items())
        - sum(paid * face.kept[kept] for kept, paid in prices.kept.items())
        + _sum(household[offered | ~face.household_filled])
        + _dot(slack_net, np.where(slack_net > 0, face.slack_most, face.slack_least))
    )
    if (face.household_filled & ~offered).any():
        total = NEVER  # somebody must be somewhere and can be nowhere: there is no plan here
    return Bound(
        total,
        prices.denominator,
        net,
        household,
        prices.vacancy,
        rows,
        -slack_net,
        dict(prices.count),
    )


def settle(face: Face, bound: Bound, tier: int, target: int, *, keep: bool) -> Face:
    """Return the face of the plans on which the tier sums to ``target`` at least.

    What loses more than the gap between bound and target is in no such plan.

    Raises
    ------
    UnusablePricesError
        If the gap is so large that room in a row, or a price beside it, could leave 64 bits.
    """
    gap = bound.total - target * bound.denominator
    if not 0 <= gap < _SAFE:
        raise UnusablePricesError
    loss = bound.slack_loss
    room = face.slack_least + gap // np.maximum(loss, 1)
    need = face.slack_most - gap // np.maximum(-loss, 1)
    lower, upper = [], []
    for price, low, high in zip(bound.rows, face.lower, face.upper, strict=True):
        least = high - gap // np.maximum(price, 1)
        most = low + gap // np.maximum(-price, 1)
        lower.append(np.where(price > 0, np.maximum(low, least), low))
        upper.append(np.where(price < 0, np.minimum(high, most), high))
    tight = {count.other_side() for count, price in bound.counts.items() if price > gap}
    return Face(
        bound.net.left(bound.household, gap),
        face.household_filled | (bound.household > gap),
        face.vacancy_filled | (bound.vacancy > gap),
        tuple(lower),
        tuple(upper),
        np.maximum(face.slack_least, np.where(loss < 0, need, face.slack_least)),
        np.minimum(face.slack_most, np.where(loss > 0, room, face.slack_most)),
        {**face.kept, tier: target} if gap or keep else face.kept,
        face.counts | tight,
    )


def around(faces: list[Face]) -> Face:
    """Return a face that holds several parts of one: what holds in each of them holds in it."""
    first, *others = faces
    if not others:
        return first
    size = 1 + max(int(f.attributions.vacancy.max(initial=0)) for f in faces)
    kinds = 1 + max(int(f.attributions.kind.max(initial=0)) for f in faces)
    keys = [
        (f.attributions.household.astype(np.int64) * size + f.attributions.vacancy) * kinds
        + f.attributions.kind
        for f in faces
    ]
    _keys, source = np.unique(np.concatenate(keys), return_index=True)
    every = Attributions(
        np.concatenate([f.attributions.household for f in faces])[source],
        np.concatenate([f.attributions.vacancy for f in faces])[source],
        np.concatenate([f.attributions.kind for f in faces])[source],
    )
    blocks = range(len(first.lower))
    return Face(
        every,
        np.logical_and.reduce([f.household_filled for f in faces]),
        np.logical_and.reduce([f.vacancy_filled for f in faces]),
        tuple(np.minimum.reduce([f.lower[block] for f in faces]) for block in blocks),
        tuple(np.maximum.reduce([f.upper[block] for f in faces]) for block in blocks),
        np.minimum.reduce([f.slack_least for f in faces]),
        np.maximum.reduce([f.slack_most for f in faces]),
        {k: v for k, v in first.kept.items() if all(f.kept.get(k) == v for f in others)},
        frozenset.intersection(*(f.counts for f in faces)),
    )


def _rows_of(model: Model, prices: PartPrices) -> tuple[NDArray[np.int64], ...]:
    """Return the prices of each block's rows.

    Raises
    ------
    UnusablePricesError
        If there are not as many as rows.
    """
    sizes = [len(block.upper) for block in model.plain]
    expected = (model.n_vacancies, len(model.caps.upper), sum(sizes), sum(sizes))
    given = (len(prices.vacancy), len(prices.cap), len(prices.plain), len(prices.tightened))
    if given != expected or prices.denominator < 1:
        raise UnusablePricesError
    if not sizes:
        return (prices.cap,)
    ends = np.cumsum(sizes)[:-1]
    both = zip(np.split(prices.plain, ends), np.split(prices.tightened, ends), strict=True)
    return (prices.cap, *(part for pair in both for part in pair))


def _must_be_usable(
    model: Model, face: Face, prices: PartPrices, rows: tuple[NDArray[np.int64], ...]
) -> None:
    wrong = [
        (prices.vacancy[~face.vacancy_filled] < 0).any(),
        any(price < 0 for price in (*prices.kept.values(), *prices.count.values())),
        not prices.kept.keys() <= face.kept.keys(),
        not prices.count.keys() <= face.counts,
        not all(_is_a_count(model, count) for count in face.counts),
        *(
            (price[low <= NEVER] < 0).any() or price[~block.exists].any()
            for block, price, low in zip(model.blocks, rows, face.lower, strict=True)
        ),
    ]
    if any(wrong):
        raise UnusablePricesError


def _is_a_count(model: Model, count: CountBound) -> bool:
    return 0 <= count.quota < len(model.counted) and count.sign in {-1, 1}


def _must_fit(
    model: Model,
    prices: PartPrices,
    rows: tuple[NDArray[np.int64], ...],
    worths: dict[int, Worth],
    tier: int,
) -> None:
    """Check, in numbers of any size, that no sum made for one attribution or shortfall is large."""
    size = prices.denominator * (_largest(worths[tier].attribution) + _largest(worths[tier].slack))
    size += _largest(prices.vacancy) + sum(abs(price) for price in prices.count.values())
    for block, price in zip(model.blocks, rows, strict=True):
        size += _largest(price) * _largest(block.coefficient)
        size += sum(abs(one) for one in price.tolist())
    for kept, paid in prices.kept.items():
        worth = worths[kept]
        size += abs(paid) * (_largest(worth.attribution) + _largest(worth.slack))
    if size >= _SAFE:
        raise UnusablePricesError


def _largest(values: NDArray[np.signedinteger]) -> int:
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def _sum(values: NDArray[np.int64]) -> int:
    return sum(values.tolist())


def _dot(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    used = np.flatnonzero(left)
    return sum(a * b for a, b in zip(left[used].tolist(), right[used].tolist(), strict=True))
