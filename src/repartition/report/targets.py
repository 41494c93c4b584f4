"""Quotas with their slack, and tiers with what is proven of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.console import RenderableType

from repartition.audit.recount import QuotaCount
from repartition.domain.plan import TierResult
from repartition.domain.tiers import Tier
from repartition.language import _
from repartition.report.document import Column, Table, Unit
from repartition.report.labels import row_name, strength, target, tier_name
from repartition.report.layout import table
from repartition.report.numerals import bound_percent, number
from repartition.report.scope import tier_words


@dataclass(frozen=True, slots=True, eq=False)
class TargetSummary:
    """One bound of one quota over all its groups."""

    rows: tuple[QuotaCount, ...]

    @property
    def missed(self) -> int:
        """Number of groups that miss the bound."""
        return sum(row.slack < 0 for row in self.rows)

    @property
    def shortfall(self) -> Fraction:
        """What is in excess of the bound or missing, together, in attributions."""
        return sum((row.shortfall for row in self.rows), Fraction(0))

    @property
    def tightest(self) -> QuotaCount:
        """The group with the least slack; the first by name where several have it."""
        return min(self.rows, key=lambda row: row.slack)


def summarise(counts: Iterable[QuotaCount]) -> tuple[TargetSummary, ...]:
    """Return the rows brought together by quota and bound, in the scenario's order."""
    together: dict[tuple[str, str], list[QuotaCount]] = {}
    for count in counts:
        together.setdefault((count.row.quota, count.row.kind), []).append(count)
    return tuple(TargetSummary(tuple(rows)) for rows in together.values())


def decimals_words(counts: Iterable[QuotaCount]) -> Iterator[str]:
    """Yield why attributions have decimals here, by an example; nothing where none have any."""
    for count in counts:
        if count.bound.denominator > 1:
            yield _(
                "Attributions have decimals where a bound is a share: {share} of {size} is "
                "{bound}.",
                share=bound_percent(count.row.parameter),
                size=number(count.size),
                bound=number(count.bound),
            )
            return


def quota_table(usual: Sequence[QuotaCount], plan: Sequence[QuotaCount]) -> RenderableType:
    """Return every target: how many groups miss it, and the slack of the tightest group."""
    rows = [
        (
            _target_name(after),
            _missed(before),
            _missed(after),
            number(after.shortfall),
            *_arithmetic(after.tightest),
        )
        for before, after in zip(summarise(usual), summarise(plan), strict=True)
    ]
    heads = (
        _("Target"),
        _("missed, usual"),
        _("missed, plan"),
        _("missed by"),
        _("count"),
        _("bound"),
        _("slack"),
    )
    title = _("Targets and their slack (of several groups, that of the tightest)")
    return table(title, heads, rows)


def quota_rows_table(plan: Sequence[QuotaCount]) -> Table:
    """Return every row of every quota, group by group."""
    return Table(
        key="quota-rows",
        title=_("Every group of every target"),
        columns=(
            Column(_("Group")),
            Column(_("target")),
            Column(_("missed by"), Unit.COUNT),
            Column(_("count"), Unit.COUNT),
            Column(_("bound"), Unit.COUNT),
            Column(_("slack"), Unit.COUNT),
        ),
        rows=tuple(
            (
                row_name(count.row),
                target(count.row.kind, count.row.family.quota, count.row.parameter),
                count.shortfall,
                count.count,
                count.bound,
                count.slack,
            )
            for count in plan
        ),
    )


def tier_table(tiers: Sequence[Tier], results: Sequence[TierResult]) -> Table:
    """Return the tiers in order of importance, with the best bound known of each."""
    senses = {tier.id: tier_words(tier) for tier in tiers}
    return Table(
        key="tiers",
        title=_("Objectives, the most important first"),
        columns=(
            Column(_("Tier")),
            Column(_("asks for")),
            Column(_("value"), Unit.COUNT),
            Column(_("bound"), Unit.COUNT),
            Column(_("proven")),
        ),
        rows=tuple(
            (
                tier_name(result.tier),
                senses[result.tier],
                result.value,
                result.bound,
                _("yes") if result.proven else _("no"),
            )
            for result in results
        ),
    )


def _target_name(summary: TargetSummary) -> str:
    """Return the quota on a first line; under it what it asks for, and which group is tightest."""
    row = summary.tightest.row
    lines = [
        f"{row.quota} ({strength(row.family.level)})",
        target(row.kind, row.family.quota, row.parameter),
    ]
    if len(summary.rows) > 1:
        lines.append(_("tightest: {group}", group=row.group))
    return "\n  ".join(lines)


def _missed(summary: TargetSummary) -> str:
    return f"{number(summary.missed)}/{number(len(summary.rows))}"


def _arithmetic(count: QuotaCount) -> tuple[str, str, str]:
    return number(count.count), number(count.bound), number(count.slack)
