"""What stored prices prove of a plan, tier by tier: that none can do better, or by how much."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from repartition.audit.outcome import Outcome
from repartition.audit.proof.face import Bound, Face, UnusablePricesError, around, bound_of, settle
from repartition.audit.proof.model import Model, model_of, worth_of
from repartition.domain.certificate import Certificate, covers
from repartition.domain.tiers import Tier


@dataclass(frozen=True, slots=True)
class TierProof:
    """What the prices prove of one tier, among the plans that are as good in those before it.

    Attributes
    ----------
    value, bound
        Of the plan; what none exceeds, in the tier's own terms.
    parts
        How many parts the plans were divided into.
    """

    tier: str
    value: Fraction
    bound: Fraction
    parts: int

    @property
    def is_proven(self) -> bool:
        """Whether no plan does better."""
        return self.value == self.bound

    @property
    def gap(self) -> Fraction:
        """How much better a plan might still be."""
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was proven of each tier, in order, and the first tier whose prices prove nothing.

    After that one nothing is judged: what the tiers before leave open would not be known.
    """

    tiers: tuple[TierProof, ...]
    unusable: str | None = None

    def proves(self, number: int) -> bool:
        """Return whether every one of so many tiers is proven."""
        return len(self.tiers) == number and all(tier.is_proven for tier in self.tiers)

    def first_open(self) -> TierProof | None:
        """Return the first tier that the prices do not prove, with what they do prove of it."""
        return next((tier for tier in self.tiers if not tier.is_proven), None)


def judge(
    outcome: Outcome,
    tiers: Sequence[tuple[Tier, Fraction]],
    certificate: Certificate,
    *,
    check: Callable[[], None] = lambda: None,
) -> Judgement:
    """Return what a certificate proves of a plan whose tiers have these values.

    One pass over the attributions for each part of each tier. ``check`` is called before each and
    may raise to stop.
    """
    found: list[TierProof] = []
    try:
        for proof in _proofs(outcome, tiers, certificate, check):
            found.append(proof)  # noqa: PERF402 - what came before a failure counts
    except UnusablePricesError:
        return Judgement(tuple(found), tiers[len(found)][0].id)
    return Judgement(tuple(found))


def _proofs(
    outcome: Outcome,
    tiers: Sequence[tuple[Tier, Fraction]],
    certificate: Certificate,
    check: Callable[[], None],
) -> Iterator[TierProof]:
    model = model_of(outcome.instance, outcome.charging, outcome.pairs)
    face = Face.whole(model)
    for index, (parts, (tier, value)) in enumerate(zip(certificate.tiers, tiers, strict=False)):
        if not covers([part.split for part in parts]):
            raise UnusablePricesError
        worths = {
            kept: worth_of(model, tiers[kept][0], face.attributions) for kept in {index, *face.kept}
        }
        unit = worths[index].unit
        target = value / unit
        if target.denominator != 1:
            raise UnusablePricesError
        bounded = []
        for part in parts:
            check()
            inside = replace(face, counts=face.counts | frozenset(part.split))
            bounded.append((inside, bound_of(model, inside, part, worths, index)))
        best = max(bound.whole for _face, bound in bounded)
        if best < target:
            raise UnusablePricesError
        yield TierProof(tier.id, value, unit * best, len(parts))
        face = _next(model, bounded, index, int(target))


def _next(model: Model, bounded: list[tuple[Face, Bound]], tier: int, target: int) -> Face:
    """Return the face of the plans that reach the target, wherever they are."""
    left = [(face, bound) for face, bound in bounded if bound.whole >= target]
    found = around([settle(f, bound, tier, target, keep=len(left) > 1) for f, bound in left])
    return found.without_hard_shortfall(model) if tier == 0 else found
