"""The prices that a search ended with, as a certificate that needs no solver to be checked."""

from collections.abc import Sequence

import numpy as np

from repartition.domain.certificate import Certificate, PartPrices
from repartition.eligibility.charging import TransferCap
from repartition.optimisation.branching import Part
from repartition.optimisation.program import Program
from repartition.optimisation.step import Step


def certificate_of(program: Program, steps: Sequence[Step]) -> Certificate:
    """Return the prices of some tiers, the first ones, as a certificate."""
    return Certificate(
        tuple(tuple(_prices(program, step, part) for part in step.parts) for step in steps)
    )


def _prices(program: Program, step: Step, part: Part) -> PartPrices:
    prices, side = part.bound.prices, program.side
    n_caps = sum(isinstance(rule, TransferCap) for rule in side.rules)
    # Slacks are in the order of the rules, and the plain row of each comes before the tightened.
    rules, plain = np.unique(side.slack, return_index=True)
    assert len(rules) == side.n_slacks
    of_rules = prices.side[plain]
    tightened = np.zeros_like(of_rules)
    others = np.setdiff1d(np.arange(side.n_rows), plain)
    tightened[side.slack[others]] = prices.side[others]
    kept = zip(part.face.kept, prices.kept.tolist(), strict=True)
    counts = zip(part.face.branches, prices.branch.tolist(), strict=True)
    return PartPrices(
        split=part.face.branches[len(step.face.branches) :],
        denominator=part.bound.denominator,
        vacancy=prices.vacancy,
        cap=of_rules[:n_caps],
        plain=of_rules[n_caps:],
        tightened=tightened[n_caps:],
        kept={tier: price for (tier, _target), price in kept if price},
        count={count: price for count, price in counts if price},
    )
