"""The summary of a run, as a terminal shows it: what a commission needs before it opens a file."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rich.console import RenderableType

from repartition.audit.access import kept_out_by_limits, refused_by
from repartition.audit.manifest import statement_of
from repartition.audit.recount import recount
from repartition.domain.scenario import Scenario
from repartition.domain.tiers import tiers_of
from repartition.errors import Fault
from repartition.language import _, day, n_
from repartition.pipeline import Run
from repartition.report.comparison import Headline, access, headline_table
from repartition.report.exclusions import exclusion_table, not_counted
from repartition.report.layout import bullets, drawn, paragraph, table
from repartition.report.losses import losses
from repartition.report.numerals import number
from repartition.report.targets import decimals_words, quota_rows_table, quota_table, tier_table

_CAUTIONS_SHOWN: Final = 10


def summary(run: Run, *, verbose: bool = False) -> Iterator[RenderableType]:
    """Yield the parts of a run's summary; every row of every table when ``verbose``."""
    outcome = run.outcome
    instance, charging = outcome.instance, outcome.charging
    yield heading(instance.scenario)
    yield drawn(headline_table(_("Attributions"), _columns(run)))
    yield from access(instance, run.usual, outcome.plan)
    yield from losses(outcome, run.usual, source=run.scenario_path.name)
    usual = recount(instance, charging, run.usual)
    plan = recount(instance, charging, outcome.plan)
    if plan.quotas:
        yield quota_table(usual.quotas, plan.quotas)
        yield from map(paragraph, decimals_words(plan.quotas))
        if verbose:
            yield drawn(quota_rows_table(plan.quotas))
    yield from _exclusions(run)
    yield drawn(tier_table(tiers_of(instance), run.tiers))
    yield paragraph(*_what_is_claimed(run))
    yield from cautions(run.cautions, verbose=verbose, always=run.cautions_on_proposals)
    yield from _order_caution(run)
    if verbose:
        yield _seconds_table(run)


def heading(scenario: Scenario) -> RenderableType:
    """Return the name and period of a scenario, and whether its data are made up."""
    lines = [
        _(
            "{scenario}, from {start} to {end}",
            scenario=scenario.name,
            start=day(scenario.period.start),
            end=day(scenario.period.end),
        )
    ]
    if scenario.synthetic:
        lines.append(_("SYNTHETIC DATA: the people and the dwellings are made up."))
    return paragraph(*lines, style="bold")


def cautions(found: Sequence[Fault], *, verbose: bool, always: int = 0) -> Iterator[RenderableType]:
    """Yield the warnings; unless ``verbose``, the first ones only, ``always`` of them at least."""
    if not found:
        return
    shown = found if verbose else found[: max(always, _CAUTIONS_SHOWN)]
    items = [str(fault) for fault in shown]
    if len(shown) < len(found):
        items.append(
            n_(
                "{number} more warning: add -v to read it.",
                "{number} more warnings: add -v to read them.",
                len(found) - len(shown),
            )
        )
    yield bullets(_("Warnings"), items, style="bold yellow")


def _columns(run: Run) -> dict[str, Headline]:
    instance, plan = run.outcome.instance, run.outcome.plan
    columns = {}
    if instance.scenario.baseline is not None:
        columns[_("published")] = Headline.published(instance.scenario.baseline)
    columns[_("usual practice")] = Headline.of_plan(instance, run.usual)
    columns[_("plan")] = Headline.of_plan(instance, plan)
    return columns


def _exclusions(run: Run) -> Iterator[RenderableType]:
    """Yield who is kept out by what; where time is short, without what looks at every pair."""
    outcome = run.outcome
    rules = refused_by(outcome.instance, outcome.charging, outcome.pairs)
    limits = kept_out_by_limits(outcome) if run.shows_everything else ()
    yield drawn(exclusion_table((*rules, *limits)))
    if not run.shows_everything:
        yield paragraph(
            _(
                "Not counted here, for want of time: the households that one target or transfer "
                "alone keeps out. unplaced.csv has what stands in the way of each."
            )
        )
    yield from not_counted(outcome.instance.scenario)


def _what_is_claimed(run: Run) -> Iterator[str]:
    unproven = sum(not tier.proven for tier in run.tiers)
    if not run.finished:
        yield n_(
            "{number} objective is not proven.", "{number} objectives are not proven.", unproven
        )
    yield statement_of(run.outcome.standing, is_certified=run.is_certified)
    baseline = run.outcome.instance.scenario.baseline
    if baseline is not None:
        yield _("Published figures: {source}.", source=baseline.source)


def _seconds_table(run: Run) -> RenderableType:
    names = {
        "read": _("reading"),
        "pairs": _("finding the pairs"),
        "usual practice": _("usual practice"),
        "optimise": _("optimising"),
        "order": _("cost of the order"),
        "audit": _("judging the plan"),
        "write": _("writing"),
    }
    rows = [
        (names.get(phase, phase), number(Fraction(seconds), decimals=1))
        for phase, seconds in run.seconds.items()
    ]
    return table(_("Time spent"), ("", _("seconds")), rows)


def _order_caution(run: Run) -> Iterator[RenderableType]:
    if run.order_cost is None:
        return
    if run.order_cost:
        found = n_(
            "This scenario puts a target above access to housing. That order costs {number} "
            "home: put the attributions first, or keep it knowingly.",
            "This scenario puts a target above access to housing. That order costs {number} "
            "homes: put the attributions first, or keep it knowingly.",
            run.order_cost,
        )
    else:
        found = _(
            "This scenario puts a target above access to housing. With these data that costs no "
            "home; with others it may: put the attributions first, or keep it knowingly."
        )
    style = "bold red" if run.order_cost else "bold yellow"
    yield bullets(_("Order of the objectives"), [found], style=style)
