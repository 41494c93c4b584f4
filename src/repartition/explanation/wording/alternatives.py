"""Sentences about targets that a change would break, and about what another plan is worth."""

from collections.abc import Iterator, Sequence
from typing import Final

from repartition.domain.scenario import Scenario
from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.alternatives import Alternative, Move, TierChange
from repartition.explanation.wording.objectives import objective
from repartition.explanation.wording.section import Section
from repartition.explanation.wording.target_changes import row_words
from repartition.language import _, n_
from repartition.report.numerals import number, percent

_MOVES_SHOWN: Final = 10


def alternative_section(scenario: Scenario, found: Alternative, holder: str = "") -> Section:
    """Return what the other plan costs or brings, objective by objective, and to whom.

    ``holder`` is the household whose dwelling it was: what becomes of it is told first.
    """
    if found.kind == "with":
        title = _("What giving it would cost")
        head = _("Solved again with this attribution, everything else arranged for the best.")
    else:
        title = _("What would happen without it")
        head = _("Solved again without this attribution, everything else arranged for the best.")
    if not found.possible:
        missed = [f"{missed.sentence}." for missed in found.missed]
        return Section.of(title, [head, _impossible(found)], missed)
    told = [change for change in found.tiers if change.tier != LOTTERY_TIER]
    return Section.of(
        title,
        [head, _cost(scenario, told), *_sameness(found)],
        [
            *(f"{row_words(scenario, row)}." for row in found.targets),
            *_followers(scenario, told[1:]),
            *_who(found, holder),
        ],
    )


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


def _cost(scenario: Scenario, told: Sequence[TierChange]) -> str:
    if not told:
        return _("No objective would change: only the public draw tells the two plans apart.")
    words = _tier_change(scenario, told[0])
    if told[0].better:
        return _("The first objective that changes gets better: {change}.", change=words)
    return _("The first objective that changes, which is what it costs: {change}.", change=words)


def _followers(scenario: Scenario, others: Sequence[TierChange]) -> Iterator[str]:
    for change in others:
        yield _("Then, less important, {change}.", change=_tier_change(scenario, change))


def _sameness(found: Alternative) -> Iterator[str]:
    if found.same + found.changed:
        yield n_(
            "{number} attribution would not be the same: {share} of that plan.",
            "{number} attributions would not be the same: {share} of that plan.",
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


def _tier_change(scenario: Scenario, change: TierChange) -> str:
    difference = abs(change.after - change.before)
    values = {
        "objective": objective(scenario, change.tier),
        "before": number(change.before, decimals=6),
        "after": number(change.after, decimals=6),
        "difference": number(difference, decimals=6),
    }
    if change.better:
        return _("{objective}: {before} → {after}, better by {difference}", **values)
    return _("{objective}: {before} → {after}, worse by {difference}", **values)


def _who(found: Alternative, holder: str) -> Iterator[str]:
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
    for move in sorted(found.moved, key=lambda move: move.household != holder)[:_MOVES_SHOWN]:
        yield _(
            "{household} would get {after} instead of {before}.",
            household=move.household,
            after=move.after,
            before=move.before,
        )
    yield from _hidden(found.lost, found.gained, found.moved)


def _hidden(*lists: Sequence[Move]) -> Iterator[str]:
    hidden = sum(max(0, len(moves) - _MOVES_SHOWN) for moves in lists)
    if hidden:
        yield n_(
            "{number} more household would change: see --json.",
            "{number} more households would change: see --json.",
            hidden,
        )
