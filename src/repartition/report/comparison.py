"""The plan beside usual practice and the published figures: who is housed, and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from rich.console import RenderableType

from repartition.audit.access import Group, GroupCount, count_followed
from repartition.audit.indicators import attribution_counts
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.scenario import Baseline
from repartition.language import _
from repartition.report.document import Amount, Cell, Column, Table, Unit, change
from repartition.report.labels import group_name
from repartition.report.layout import drawn, paragraph
from repartition.report.numerals import ratio


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures the ACI is judged by."""

    attributions: int
    aci: int
    aci_outside_fragile: int

    @property
    def aci_outside_fragile_share(self) -> Fraction | None:
        """Share of the ACI attributions that are outside fragile programmes."""
        return ratio(self.aci_outside_fragile, self.aci)

    @classmethod
    def of_plan(cls, instance: Instance, plan: Plan) -> "Headline":
        """Return the figures of a plan."""
        every_attribution = np.ones(len(plan), np.bool_)
        return cls.of_indicators(attribution_counts(instance, plan, every_attribution))

    @classmethod
    def of_indicators(cls, indicators: Mapping[str, object]) -> "Headline":
        """Return the figures that ``indicators.json`` gives."""
        names = ("attributions", "aci_attributions", "aci_outside_fragile")
        return cls(*(int(str(indicators[name])) for name in names))

    @classmethod
    def published(cls, baseline: Baseline) -> "Headline":
        """Return the figures published for the real period."""
        return cls(baseline.attributions, baseline.aci_attributions, baseline.aci_outside_fragile)

    def cells(self) -> tuple[Cell, Cell, Cell, Cell]:
        """Return the figures as a column of a table, in the order of :func:`figure_names`."""
        return (
            self.attributions,
            self.aci,
            self.aci_outside_fragile,
            Amount(self.aci_outside_fragile_share, Unit.SHARE),
        )


def figure_names() -> tuple[str, str, str, str]:
    """Return the names of the figures of a :class:`Headline`."""
    return (
        _("Attributions"),
        _("ACI households housed"),
        _("of them outside fragile programmes"),
        _("share of the ACI households housed"),
    )


def headline_table(title: str, columns: Mapping[str, Headline]) -> Table:
    """Return the figures side by side, a column for each of ``columns``."""
    cells = [headline.cells() for headline in columns.values()]
    return Table(
        key="headline",
        title=title,
        columns=(Column(""), *(Column(name, Unit.COUNT) for name in columns)),
        rows=tuple(
            (name, *(column[place] for column in cells))
            for place, name in enumerate(figure_names())
        ),
    )


def access(instance: Instance, usual: Plan, plan: Plan) -> Iterator[RenderableType]:
    """Yield who gains and who loses against usual practice, and name the groups that lose."""
    before, after = count_followed(instance, usual), count_followed(instance, plan)
    yield drawn(access_table(before, after))
    losers = [group_name(group) for group in losing_groups(before, after)]
    if losers:
        names = ", ".join(losers)
        yield paragraph(_("Fewer housed than by usual practice: {groups}.", groups=names))


def access_table(before: Sequence[GroupCount], after: Sequence[GroupCount]) -> Table:
    """Return, group by group, who is housed by each of two plans, and how long they had waited."""
    earlier = {count.group: count for count in before}
    return Table(
        key="access",
        title=_("Who gains and who loses (mean wait in days)"),
        columns=(
            Column(_("Households")),
            Column(_("requests"), Unit.COUNT),
            Column(_("usual"), Unit.COUNT),
            Column(_("plan"), Unit.COUNT),
            Column(_("change"), Unit.CHANGE),
            Column(_("waited, usual"), Unit.DAYS),
            Column(_("waited, plan"), Unit.DAYS),
        ),
        rows=tuple(_access_row(earlier.get(now.group), now) for now in after),
    )


def losing_groups(before: Sequence[GroupCount], after: Sequence[GroupCount]) -> tuple[Group, ...]:
    """Return the groups of which the later plan houses fewer."""
    earlier = {count.group: count.housed for count in before}
    return tuple(now.group for now in after if now.housed < earlier.get(now.group, 0))


def _access_row(before: GroupCount | None, after: GroupCount) -> tuple[Cell, ...]:
    housed = None if before is None else before.housed
    return (
        group_name(after.group),
        after.requests,
        housed,
        after.housed,
        change(housed, after.housed),
        None if before is None else before.mean_waiting_days,
        after.mean_waiting_days,
    )
