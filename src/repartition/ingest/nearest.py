"""The known name nearest to one that is not known: half of every good remedy."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from repartition.language import _

_FEW: Final = 8
_SEVERAL: Final = 16
_MANY: Final = 100
_SLIP: Final = 0.7
_NEAR: Final = 0.6
"""Share of the letters two names must have in common, in order, for one to be suggested."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like ``name``, ``""`` if none is near it.

    Case counts little: ``Persons`` is nearest to ``persons``. Among equals the first in
    alphabetical order, so that a message is the same every time.
    """
    candidates = sorted(set(known) - {""})
    if len(candidates) > _MANY:
        # In a long list (identifiers) a slip of the pen leaves most of the start or of the end.
        candidates.sort(key=lambda c: _common_start(c, name) + _common_start(c[::-1], name[::-1]))
        candidates = sorted(candidates[-_MANY:])
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name.lower())
    best, best_likeness = "", (_NEAR, 0)
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


def lookalike(name: str, known: Iterable[str]) -> str:
    """Return the known name that differs from ``name`` by a slip, ``""`` if none is so near."""
    by_spelling = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    found = get_close_matches(name.lower(), sorted(by_spelling), n=1, cutoff=_SLIP)
    return by_spelling[found[0]] if found else ""


def suggestion(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return the remedy for an unknown name: the nearest known one, and the others if few.

    Where none is near, a wrong one is worse than none: those there are, or ``otherwise``.
    """
    names = sorted(set(known) - {""})
    if not names:
        return _("there is none to name")
    if best := nearest(name, names):
        if len(names) > _FEW or len(names) == 1:
            return _("write {nearest}?", nearest=best)
        return _("write {nearest}? (known: {names})", nearest=best, names=", ".join(names))
    if len(names) == 1:
        return _("the only known one is {name}", name=names[0])
    if len(names) <= _SEVERAL:
        return _("the known ones are {names}", names=", ".join(names))
    return otherwise or _("correct it: no known name is like it")
