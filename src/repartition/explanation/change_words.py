"""Sentences about targets that a change would break, and about what another plan is worth."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from repartition.domain.scenario import Scenario
from repartition.domain.tiers import HARD_LEVEL, LOTTERY_TIER
from repartition.explanation.alternatives import Alternative, Move, TierChange
from repartition.explanation.changes import RowChange, Way
from repartition.explanation.sections import Section
from repartition.explanation.vocabulary import objective
from repartition.language import _, n_
from repartition.report.labels import strength, target
from repartition.report.numerals import number, percent

_MOVES_SHOWN: Final = 10


def row_words(scenario: Scenario, change: RowChange) -> str:
    """Return what a change does to one row: what it asks, what it counts, what it would count."""
    before, after = (_count(change, index) for index in (0, 1))
    missed = change.shortfall[1]
    if not missed:
        outcome = _("it is kept")
    elif change.kind.startswith("max"):
        outcome = _("{number} too many", number=number(missed, decimals=6))
    else:
        outcome = _("{number} missing", number=number(missed, decimals=6))
    return _(
        "{row}, {asked}: {before} now, {after} then: {outcome}",
        row=_row_name(scenario, change),
        asked=_asked(scenario, change),
        before=before,
        after=after,
        outcome=outcome,
    )


def way_words(scenario: Scenario, way: Way) -> Iterator[str]:
    """Yield each row that must hold and that charging a pair in one way would break."""
    for row in way.rows:
        if row.level == HARD_LEVEL:
            yield _(
                "Charged to {contingent}: {row}.",
                contingent=charged_to(way.contingent, way.transfer),
                row=row_words(scenario, row),
            )


def charged_to(contingent: str, transfer: str) -> str:
    """Return whom an attribution is charged to, and through which transfer."""
    if not contingent:
        return _("no contingent")
    if not transfer:
        return contingent
    return _(
        "{contingent}, through the transfer {transfer}", contingent=contingent, transfer=transfer
    )


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


def _row_name(scenario: Scenario, change: RowChange) -> str:
    if change.row.startswith("transfer:"):
        return _(
            "transfer {transfer}, dwellings of {contingent}",
            transfer=change.row.removeprefix("transfer:"),
            contingent=change.group,
        )
    level = next(int(quota.soft) for quota in scenario.quotas if quota.id == change.row)
    name = f"{change.row} [{change.group}]" if change.group else change.row
    return _("target {quota} ({strength})", quota=name, strength=strength(level))


def _asked(scenario: Scenario, change: RowChange) -> str:
    quota = next((quota for quota in scenario.quotas if quota.id == change.row), None)
    if quota is None:
        return _("at most {value}", value=number(change.parameter))
    return target(change.kind, quota, change.parameter)


def _count(change: RowChange, index: int) -> str:
    if change.of is None:
        return number(change.count[index])
    return _(
        "{count} of {of} (the bound is {bound})",
        count=number(change.count[index]),
        of=number(change.of[index]),
        bound=number(Fraction(change.bound[index]), decimals=6),
    )
