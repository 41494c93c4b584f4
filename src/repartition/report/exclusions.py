"""Who is kept out by which rule or quota alone: what a report may not leave in the dark."""

from collections.abc import Sequence
from typing import Final

from rich.console import RenderableType

from repartition.audit.access import Exclusion, Group, groups_of
from repartition.audit.limits import limit_names
from repartition.audit.obstacles import tally_obstacles
from repartition.audit.outcome import Outcome
from repartition.language import _
from repartition.report.labels import rule_name
from repartition.report.layout import table
from repartition.report.numerals import number

_WATCHED: Final[tuple[Group, ...]] = ("all", "aci", "dalo", "large_family")


def limit_exclusions(outcome: Outcome) -> tuple[Exclusion, ...]:
    """Return, limit by limit, who is left without a dwelling by that hard quota or transfer alone.

    Counted are the households without a dwelling that could be given one, charged in some way, if
    this limit were lifted and the plan otherwise kept. A soft quota forbids nothing: it is not
    among them.
    """
    limits = limit_names(outcome.instance, policy=outcome.policy)
    if not limits:
        return ()
    by_household, _by_vacancy = tally_obstacles(outcome)
    groups = groups_of(outcome.instance)
    return tuple(
        Exclusion(
            limit,
            {
                group: int((by_household.alone[:, place] & members).sum())
                for group, members in groups.items()
            },
        )
        for place, limit in enumerate(limits)
    )


def exclusion_table(exclusions: Sequence[Exclusion]) -> RenderableType:
    """Return, for each rule and limit, the households left without a dwelling by it alone."""
    rows = [
        (rule_name(exclusion.rule), *(number(exclusion.households[g]) for g in _WATCHED))
        for exclusion in exclusions
    ]
    title = _("Who is refused by what: households left without any dwelling by that alone")
    heads = (_("Rule or target"), _("all"), _("ACI"), _("DALO"), _("families 5+"))
    return table(title, heads, rows)
