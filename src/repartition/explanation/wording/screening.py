"""Sentences about what the rules leave, one after the other, and what each alone closes."""

from collections.abc import Iterator, Sequence
from typing import Literal

from repartition.explanation.facts.screening import Barrier, Step
from repartition.explanation.wording.amounts import cause, names, sentence
from repartition.explanation.wording.refusals import arithmetic_words
from repartition.language import _, n_

Asked = Literal["household", "vacancy"]


def step_words(steps: Sequence[Step]) -> Iterator[str]:
    """Yield what each cause that shuts something shuts, and what is left after it."""
    for step in steps:
        if step.shuts:
            yield _(
                "{cause}: shuts {shuts}, {left} left",
                cause=cause(step.rule),
                shuts=step.shuts,
                left=step.left,
            )


def alone_sentences(barriers: Sequence[Barrier], asked: Asked) -> list[str]:
    """Return a sentence for each rule that alone shuts something; or that none does."""
    if barriers:
        return [sentence(barrier_words(barrier, asked)) for barrier in barriers]
    if asked == "household":
        return [_("No dwelling is shut by one rule alone: each is shut by several at once.")]
    return [_("No request is shut out by one rule alone: each is shut out by several at once.")]


def barrier_words(barrier: Barrier, asked: Asked) -> str:
    """Return how many dwellings (or requests) one rule alone shuts, and the nearest miss."""
    if asked == "household":
        shut = n_(
            "{number} dwelling is shut by this rule alone: {cause}",
            "{number} dwellings are shut by this rule alone: {cause}",
            barrier.count,
            cause=cause(barrier.rule),
        )
        near = barrier.vacancy
    else:
        shut = n_(
            "{number} request is shut out by this rule alone: {cause}",
            "{number} requests are shut out by this rule alone: {cause}",
            barrier.count,
            cause=cause(barrier.rule),
        )
        near = barrier.household
    return _("{shut}; {nearest}", shut=shut, nearest=_nearest(barrier, near))


def _nearest(barrier: Barrier, near: str) -> str:
    by = names([f"{share.name} ({share.count})" for share in barrier.by])
    if by and barrier.rule == "commune":
        return _("they lie in {communes}", communes=by)
    if by:
        return _("what would open them: {contingents}", contingents=by)
    if barrier.rule in {"accessible", "decision", "commune", "contingent"}:
        return _("for instance {name}: {arithmetic}", name=near, arithmetic=_of(barrier))
    return _("the nearest, {name}: {arithmetic}", name=near, arithmetic=_of(barrier))


def _of(barrier: Barrier) -> str:
    return arithmetic_words(barrier.nearest)
