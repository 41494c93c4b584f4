"""Sentences about targets that a change would break."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.domain.scenario import Scenario
from repartition.domain.tiers import HARD_LEVEL
from repartition.explanation.facts.target_changes import RowChange, Way
from repartition.language import _
from repartition.report.labels import strength, target
from repartition.report.numerals import number


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
