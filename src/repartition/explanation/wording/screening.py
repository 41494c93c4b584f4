"""Sentences about what the rules leave, one after the other, and what each alone closes."""

from collections.abc import Iterator, Sequence
from typing import Literal

from repartition.audit.wording import closure_words
from repartition.explanation.facts.screening import Barrier, Step
from repartition.explanation.wording.amounts import names, sentence
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.refusals import arithmetic_words
from repartition.language import _, n_, whole

Asked = Literal["household", "vacancy"]
_NO_NEARER = frozenset({"accessible", "decision", "commune", "contingent"})
"""Rules that know no nearer and farther: an example is given, not the nearest."""


def step_words(steps: Sequence[Step], asked: Asked) -> Iterator[str]:
    """Yield what each cause that closes something closes, and what is left after it."""
    for step in steps:
        if not step.shuts:
            continue
        values = {
            "cause": closure_words(step.rule),
            "closed": whole(step.shuts),
            "left": whole(step.left),
        }
        if asked == "household":
            yield _("{cause}: closes {closed}, {left} left", **values)
        else:
            yield _("{cause}: keeps out {closed}, {left} left", **values)


def barrier_sentences(lexicon: Lexicon, barriers: Sequence[Barrier], asked: Asked) -> Iterator[str]:
    """Yield a sentence for each rule that alone closes something; or that none does."""
    for barrier in barriers:
        yield sentence(_barrier(lexicon, barrier, asked))
    if barriers:
        return
    if asked == "household":
        yield _("No dwelling is closed by one rule alone: each is by several at once.")
    else:
        yield _("No request is kept out by one rule alone: each is by several at once.")


def _barrier(lexicon: Lexicon, barrier: Barrier, asked: Asked) -> str:
    """Return how many dwellings (or requests) one rule alone closes, and the nearest miss."""
    values = {
        "cause": closure_words(barrier.rule),
        "nearest": _nearest(lexicon, barrier, asked),
    }
    if asked == "household":
        return n_(
            "{cause}: {number} dwelling; {nearest}",
            "{cause}: {number} dwellings; {nearest}",
            barrier.count,
            **values,
        )
    return n_(
        "{cause}: {number} request; {nearest}",
        "{cause}: {number} requests; {nearest}",
        barrier.count,
        **values,
    )


def _nearest(lexicon: Lexicon, barrier: Barrier, asked: Asked) -> str:
    if barrier.by and barrier.rule == "commune":
        return _("where: {communes}", communes=_shares(barrier))
    if barrier.by:
        return _("who could open them: {contingents}", contingents=_shares(barrier, lexicon))
    name = barrier.vacancy if asked == "household" else barrier.household
    values = {"name": name, "arithmetic": arithmetic_words(lexicon, barrier.nearest)}
    if barrier.rule in _NO_NEARER:
        return _("for instance {name}: {arithmetic}", **values)
    return _("the nearest, {name}: {arithmetic}", **values)


def _shares(barrier: Barrier, lexicon: Lexicon | None = None) -> str:
    """Return the communes, or the contingents, each with its number of dwellings."""
    return names(
        [
            f"{lexicon.contingent(share.name) if lexicon else share.name} ({whole(share.count)})"
            for share in barrier.by
        ]
    )
