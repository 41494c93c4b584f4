"""Who is kept out by which rule or quota alone: what a report may not leave in the dark."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType

from repartition.audit.access import Exclusion, Group
from repartition.domain.scenario import Scenario
from repartition.language import _
from repartition.report.document import Column, Table, Unit
from repartition.report.labels import rule_name
from repartition.report.layout import paragraph

_WATCHED: Final[tuple[Group, ...]] = ("all", "aci", "dalo", "large_family")


def not_counted(scenario: Scenario) -> Iterator[RenderableType]:
    """Yield what the table of exclusions leaves out, where the scenario asks for minimums."""
    if (caution := caution_on_minimums(scenario)) is not None:
        yield paragraph(caution)


def caution_on_minimums(scenario: Scenario) -> str | None:
    """Return what the table of exclusions leaves out; None where no minimum is asked for."""
    if all(quota.min is None and quota.min_share is None for quota in scenario.quotas):
        return None
    return _(
        "Not counted here: what a target that asks for a minimum takes from other "
        "households, by giving dwellings to those it is for."
    )


def exclusion_table(exclusions: Sequence[Exclusion]) -> Table:
    """Return, for each rule and limit, the households left without a dwelling by it alone."""
    heads = (_("all"), _("ACI"), _("DALO"), _("families 5+"))
    return Table(
        key="exclusions",
        title=_("Who is refused by what: households left without any dwelling by that alone"),
        columns=(Column(_("Rule or target")), *(Column(head, Unit.COUNT) for head in heads)),
        rows=tuple(
            (rule_name(exclusion.rule), *(exclusion.households[group] for group in _WATCHED))
            for exclusion in exclusions
        ),
    )
