"""The plan beside usual practice and the published figures: who is housed, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from rich.console import RenderableType

from repartition.audit.access import GroupCount, count_groups
from repartition.audit.indicators import attribution_counts
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.scenario import Baseline
from repartition.language import _
from repartition.report.labels import group_name
from repartition.report.layout import paragraph, table
from repartition.report.numerals import number, percent, ratio, signed


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

    def cells(self) -> tuple[str, str, str, str]:
        """Return the figures as a column of a table, in the order of :func:`figure_names`."""
        return (
            number(self.attributions),
            number(self.aci),
            number(self.aci_outside_fragile),
            percent(self.aci_outside_fragile_share),
        )


def figure_names() -> tuple[str, str, str, str]:
    """Return the names of the figures of a :class:`Headline`."""
    return (
        _("Attributions"),
        _("ACI households housed"),
        _("of them outside fragile programmes"),
        _("share of the ACI households housed"),
    )


def headline_table(title: str, columns: dict[str, Headline]) -> RenderableType:
    """Return the figures side by side, a column for each of ``columns``."""
    cells = [headline.cells() for headline in columns.values()]
    rows = [
        (name, *(column[place] for column in cells)) for place, name in enumerate(figure_names())
    ]
    return table(title, ("", *columns), rows)


def access(instance: Instance, usual: Plan, plan: Plan) -> Iterator[RenderableType]:
    """Yield who gains and who loses against usual practice, and name the groups that lose."""
    counts = list(zip(count_groups(instance, usual), count_groups(instance, plan), strict=True))
    heads = (
        _("Households"),
        _("requests"),
        _("usual"),
        _("plan"),
        _("change"),
        _("waited, usual"),
        _("waited, plan"),
    )
    title = _("Who gains and who loses (mean wait in days)")
    yield table(title, heads, [_access_row(before, after) for before, after in counts])
    losers = [group_name(now.group) for before, now in counts if now.housed < before.housed]
    if losers:
        names = ", ".join(losers)
        yield paragraph(_("Fewer housed than by usual practice: {groups}.", groups=names))


def _access_row(before: GroupCount, after: GroupCount) -> tuple[str, ...]:
    return (
        group_name(after.group),
        number(after.requests),
        number(before.housed),
        number(after.housed),
        signed(after.housed - before.housed),
        number(before.mean_waiting_days, decimals=0),
        number(after.mean_waiting_days, decimals=0),
    )
