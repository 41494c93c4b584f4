"""The known name nearest to one that is not known: half of every good remedy."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from repartition.language import _

_FEW: Final = 8
_LENGTH_DIFFERENCE: Final = 4


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like ``name``, ``""`` if none is known.

    Case and accents of typing count little: ``Persons`` is nearest to ``persons``. Among equals the
    first in alphabetical order, so that a message is the same every time.
    """
    candidates = sorted(set(known) - {""})
    if len(candidates) > _FEW:
        # In a long list (identifiers) only names of about the same length can be a slip of the pen.
        close = [c for c in candidates if abs(len(c) - len(name)) <= _LENGTH_DIFFERENCE]
        candidates = close or candidates[:_FEW]
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name.lower())
    best, best_likeness = "", (-1.0, 0)
    for candidate in candidates:
        matcher.set_seq1(candidate.lower())
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < best_likeness[0]:
            continue
        # Among names equally like, slips come late in a name: the longest common start wins.
        start = _common_start(candidate.lower(), name.lower())
        if (likeness := (matcher.ratio(), start)) > best_likeness:
            best, best_likeness = candidate, likeness
    return best


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, and the others if few."""
    names = sorted(set(known) - {""})
    if not names:
        return _("there is none to name")
    best = nearest(name, names)
    if len(names) > _FEW or len(names) == 1:
        return _("write {nearest}?", nearest=best)
    return _("write {nearest}? (known: {names})", nearest=best, names=", ".join(names))
