"""What a reader works out of hidden counts: between which two numbers each of them must lie."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from repartition.report.publication.system import System, Term

_ROUNDS: Final = 50
"""Rounds after which ranges are taken as they are: wider than need be, and never wrong."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a count can be; ``inf`` where no end is known."""

    least: float
    most: float


def known_ranges(system: System, hidden: Collection[int]) -> tuple[Range, ...]:
    """Return the range of every count, worked out of nothing but what is shown.

    A reader knows the counts that are printed and not hidden, the sums, and that no count is
    negative. So to say what follows from a range tells nothing that the page does not.
    """
    found = [
        Range(count, count)
        if not is_possible or (is_printed and cell not in hidden)
        else Range(0, inf)
        for cell, (count, is_printed, is_possible) in enumerate(
            zip(system.counts, system.is_printed, system.is_possible, strict=True)
        )
    ]
    for _round in range(_ROUNDS):
        before = list(found)
        for relation in system.relations:
            for term in relation:
                found[term.other] = _narrowed(found, relation, term)
        if found == before:
            break
    return tuple(found)


def _narrowed(found: Sequence[Range], relation: Sequence[Term], term: Term) -> Range:
    """Return the range of one count of a sum, given those of the others: Σ sign · count = 0."""
    least, most = 0.0, 0.0
    for other in relation:
        if other != term:
            each = found[other.other]
            # The count itself is what the others of its sign leave of those of the other sign.
            ends = (-each.most, -each.least) if other.sign == term.sign else (each.least, each.most)
            least, most = least + ends[0], most + ends[1]
    known = found[term.other]
    return Range(max(known.least, least), min(known.most, most))
