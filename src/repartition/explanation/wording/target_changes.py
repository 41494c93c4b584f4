"""Sentences about targets that a change would break, or bend."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.domain.tiers import HARD_LEVEL
from repartition.explanation.facts.target_changes import RowChange, Way
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import charged_to
from repartition.language import _
from repartition.report.labels import strength, target
from repartition.report.numerals import number


def row_words(lexicon: Lexicon, change: RowChange) -> str:
    """Return what a change does to one row: what it asks, what it counts, what it would count."""
    before, after = (_count(change, index) for index in (0, 1))
    missed = change.shortfall[1]
    if not missed:
        outcome = _("kept")
    elif change.kind.startswith("max"):
        outcome = _("{number} too many", number=number(missed, decimals=6))
    else:
        outcome = _("{number} missing", number=number(missed, decimals=6))
    return _(
        "{row}: {before} now, {after} then ({outcome})",
        row=_row_name(lexicon, change),
        before=before,
        after=after,
        outcome=outcome,
    )


def way_words(lexicon: Lexicon, way: Way) -> Iterator[str]:
    """Yield each row that must hold and that charging a pair in one way would break."""
    for row in way.rows:
        if row.level == HARD_LEVEL:
            yield _(
                "Charged to {contingent}: {row}.",
                contingent=charged_to(lexicon, way.contingent, way.transfer),
                row=row_words(lexicon, row),
            )


def _row_name(lexicon: Lexicon, change: RowChange) -> str:
    """Return the name of a target or a transfer, whom it is about, and what it asks for."""
    if change.row.startswith("transfer:"):
        return _(
            "transfer {transfer} of the dwellings of {contingent}, at most {value}",
            transfer=change.row.removeprefix("transfer:"),
            contingent=lexicon.contingent(change.group),
            value=number(change.parameter),
        )
    quota = next(quota for quota in lexicon.scenario.quotas if quota.id == change.row)
    values = {
        "quota": change.row,
        "strength": strength(int(quota.soft)),
        "asked": target(change.kind, quota, change.parameter),
    }
    if quota.per is None:
        return _("target “{quota}” ({strength}), {asked}", **values)
    return _(
        "target “{quota}” ({strength}), {group}, {asked}",
        group=lexicon.group(quota.per, change.group),
        **values,
    )


def _count(change: RowChange, index: int) -> str:
    if change.of is None:
        return number(change.count[index])
    return _(
        "{count} of {of} (bound: {bound})",
        count=number(change.count[index]),
        of=number(change.of[index]),
        bound=number(Fraction(change.bound[index]), decimals=6),
    )
