"""Sentences about what another plan is worth: what giving a pair costs, or doing without it."""

from collections.abc import Iterator, Sequence
from typing import Final

from repartition.audit.outcome import Standing
from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.alternatives import Alternative, TierChange
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.objectives import objective
from repartition.explanation.wording.section import Section
from repartition.explanation.wording.target_changes import row_words
from repartition.language import _, n_
from repartition.report.numerals import number, percent

_MOVES_SHOWN: Final = 10


def alternative_section(
    lexicon: Lexicon,
    found: Alternative,
    *,
    vacancy: str,
    holder: str = "",
    standing: Standing = Standing.BEST_FOUND,
) -> Section:
    """Return what the other plan costs or brings, objective by objective, and to whom.

    ``holder`` is the household whose dwelling ``vacancy`` was: what becomes of it is told first of
    those who move; who would have the dwelling instead, before anything else. ``standing`` is what
    the run claims of its plan: a better one refutes a claim that there is none.
    """
    title = _("What giving it would cost") if found.kind == "with" else _("If it is not given")
    if not found.possible:
        missed = [f"{missed.sentence}." for missed in found.missed]
        return Section.of(title, [_impossible(found)], missed)
    told = [change for change in found.tiers if change.tier != LOTTERY_TIER]
    return Section.of(
        title,
        [
            _head(found),
            *_heir(found, vacancy),
            _cost(lexicon, found, told),
            *_refutation(found, standing),
            *_sameness(found),
        ],
        [
            *(f"{row_words(lexicon, row)}." for row in found.targets),
            *_followers(lexicon, told[1:]),
            *_who(found, vacancy, holder),
        ],
    )


def _head(found: Alternative) -> str:
    if found.kind == "with":
        return _("Solved again with this attribution, everything else arranged for the best:")
    return _("Solved again without this attribution, everything else arranged for the best:")


def _heir(found: Alternative, vacancy: str) -> Iterator[str]:
    """Yield who would have the dwelling that is not given to the household asked about."""
    if found.kind == "with":
        return
    heirs = [move.household for move in (*found.gained, *found.moved) if move.after == vacancy]
    for heir in heirs:
        yield _("{vacancy} would go to {household}.", vacancy=vacancy, household=heir)
    if not heirs:
        yield _("{vacancy} would be left empty.", vacancy=vacancy)


def _impossible(found: Alternative) -> str:
    if found.kind == "with":
        return _(
            "It cannot be given: no plan with it keeps every hard rule; this is proven. The "
            "closest one misses:"
        )
    return _(
        "It cannot be left out: no plan without it keeps every hard rule; this is proven. The "
        "closest one misses:"
    )


def _cost(lexicon: Lexicon, found: Alternative, told: Sequence[TierChange]) -> str:
    if not found.tiers:
        return _(
            "No objective would change, and the public draw comes out the same: the two plans are "
            "equal, and only the fixed order of the program chose between them."
        )
    if not told:
        return _("No objective would change: only the public draw tells the two plans apart.")
    words = _tier_change(lexicon, told[0])
    if told[0].better:
        return _("The first objective that changes gets better: {change}.", change=words)
    return _("What it costs, by the first objective that changes: {change}.", change=words)


def _refutation(found: Alternative, standing: Standing) -> Iterator[str]:
    """Yield that a better plan refutes what the run claims of its own."""
    if standing is Standing.PROVEN and found.tiers and found.tiers[0].better:
        yield _(
            "The run says that no plan is better than its own: this plan refutes it. Do not rely "
            "on this run: check it with verify, and solve again."
        )


def _followers(lexicon: Lexicon, others: Sequence[TierChange]) -> Iterator[str]:
    for change in others:
        yield _("Then, less important: {change}.", change=_tier_change(lexicon, change))


def _sameness(found: Alternative) -> Iterator[str]:
    if found.same + found.changed:
        yield n_(
            "{number} attribution would not be the same, {share} of that plan.",
            "{number} attributions would not be the same, {share} of that plan.",
            found.changed,
            share=percent(found.share_changed),
        )
    if len(found.moved) > _MOVES_SHOWN:
        yield _(
            "Most of these changes may be exchanges of dwellings that the objectives hold equal: "
            "what counts is who would lose a dwelling, who would get one, and the objectives."
        )
    if not found.proven:
        yield _("The search was stopped: a better plan of this kind may exist, and cost less.")


def _tier_change(lexicon: Lexicon, change: TierChange) -> str:
    values = {
        "objective": objective(lexicon, change.tier),
        "before": number(change.before, decimals=6),
        "after": number(change.after, decimals=6),
        "difference": number(abs(change.after - change.before), decimals=6),
    }
    if change.better:
        return _("{objective}: {before} → {after}, better by {difference}", **values)
    return _("{objective}: {before} → {after}, worse by {difference}", **values)


def _who(found: Alternative, vacancy: str, holder: str) -> Iterator[str]:
    for move in found.lost[:_MOVES_SHOWN]:
        yield _(
            "{household} would lose {dwelling}, and get none.",
            household=move.household,
            dwelling=move.before,
        )
    for move in found.gained[:_MOVES_SHOWN]:
        yield _(
            "{household}, who has none, would get {dwelling}.",
            household=move.household,
            dwelling=move.after,
        )
    moved = found.moved
    if len(moved) > _MOVES_SHOWN:  # mere exchanges, but for those that the question is about
        moved = tuple(m for m in moved if m.household == holder or vacancy in {m.before, m.after})
    for move in sorted(moved, key=lambda move: move.household != holder):
        yield _(
            "{household} would get {after} instead of {before}.",
            household=move.household,
            after=move.after,
            before=move.before,
        )
    hidden = len(found.moved) - len(moved)
    hidden += sum(max(0, len(each) - _MOVES_SHOWN) for each in (found.lost, found.gained))
    if hidden:
        yield n_(
            "{number} more household would change: see --json.",
            "{number} more households would change: see --json.",
            hidden,
        )
