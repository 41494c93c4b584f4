"""Who gains and who loses: access to housing is never the price of mixité."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from repartition.audit.access import (
    GroupCount,
    count_followed,
    kept_out_by_limits,
    refused_by,
)
from repartition.language import _, n_
from repartition.report.difference import other_people_words
from repartition.report.document import (
    Amount,
    Bars,
    Block,
    Bullets,
    Cell,
    Chapter,
    Column,
    Sentences,
    Table,
    Unit,
    paragraph,
)
from repartition.report.exclusions import caution_on_minimums, exclusion_table
from repartition.report.figures.offers import Offers, offers
from repartition.report.labels import group_name
from repartition.report.losses import better_scenario, causes
from repartition.report.numerals import number
from repartition.report.sides import Side, Subject


def access(subject: Subject) -> Chapter:
    """Return who is housed, who waits, and what keeps whom out."""
    blocks: list[Block] = [_by_group(subject), *_why(subject)]
    if subject.before is not None and subject.has_same_people:
        blocks += [offers_words(), _offers(subject, subject.before)]
    blocks += _exclusions(subject)
    return Chapter("access", _("Who gains and who loses"), tuple(blocks))


def _by_group(subject: Subject) -> Table:
    before = {} if subject.before is None else _counts(subject.before)
    rows = tuple(
        _group_row(subject, before.get(group), count)
        for group, count in _counts(subject.after).items()
    )
    return Table(
        key="access",
        title=_("Households housed and waiting, group by group"),
        columns=(
            Column(_("Households")),
            Column(_("requests"), Unit.COUNT),
            *subject.columns(_("housed"), Unit.COUNT),
            *subject.columns(_("still waiting"), Unit.COUNT, with_change=False),
            *subject.columns(_("mean wait of those housed (days)"), Unit.DAYS, with_change=False),
        ),
        rows=rows,
        notes=tuple(group_notes(subject)),
        charts=(
            Bars(
                title=_("Households housed, group by group"),
                axis=_("households"),
                series=tuple(range(2, 2 + len(subject.sides))),
            ),
        ),
    )


def group_notes(subject: Subject) -> Iterator[str]:
    """Yield what a reader of the table of the groups must know."""
    yield _("A household may be in several groups.")
    if not subject.has_same_people:
        yield other_people_words()


def _counts(side: Side) -> dict[str, GroupCount]:
    return {count.group: count for count in count_followed(side.instance, side.plan)}


def _group_row(subject: Subject, before: GroupCount | None, after: GroupCount) -> tuple[Cell, ...]:
    was, now = _group_figures(before), _group_figures(after)
    return (
        group_name(after.group),
        after.requests,
        *subject.cells(was[0], now[0]),
        *subject.cells(was[1], now[1], with_change=False),
        *subject.cells(was[2], now[2], with_change=False),
    )


def _group_figures(count: GroupCount | None) -> tuple[Cell, Cell, Cell]:
    """Return who is housed, who waits, and how long those housed had waited."""
    if count is None:
        return None, None, None
    return count.housed, count.requests - count.housed, count.mean_waiting_days


def _why(subject: Subject) -> Iterator[Block]:
    """Yield why a protected group is housed less than usual, and the objective that would help."""
    if subject.before is None or subject.other is not None:
        return
    outcome, before = subject.after.outcome, subject.before.plan
    if found := tuple(causes(outcome, before)):
        yield Bullets(_("Why, and what can be done"), found)
    source = PurePosixPath(subject.run.stored.manifest.scenario.source).name
    yield from better_scenario(outcome, before, source=source)


def offers_words() -> Sentences:
    """Return what the table of those kept out of fragile programmes is for."""
    return paragraph(
        _(
            "Being poor is no ground to refuse a household: a target moves it to another dwelling. "
            "This table follows the households that would live in a fragile programme in the "
            "comparison, and do not in the plan: what they are offered instead."
        )
    )


def _offers(subject: Subject, before: Side) -> Table:
    sides = (before.instance, before.plan), (subject.instance, subject.after.plan)
    aci, others = (_offer_cells(offers(*sides, aci=aci)) for aci in (True, False))
    return offers_table(aci, others)


def offers_table(aci: Iterable[Cell], others: Iterable[Cell]) -> Table:
    """Return the table of those kept out: of ACI households and of others, 4 counts and 6 means."""
    return Table(
        key="offers",
        title=_("Households kept out of fragile programmes, and what they are offered instead"),
        columns=(
            Column(""),
            Column(_("ACI households"), Unit.COUNT),
            Column(_("other households"), Unit.COUNT),
        ),
        rows=tuple(zip(_offer_names(), aci, others, strict=True)),
        notes=(
            _(
                "Means are over those who have a dwelling in both. Share of income: rent and "
                "charges, APL deducted. Place among the wishes: 1 = the commune asked for first."
            ),
        ),
    )


def _offer_names() -> tuple[str, ...]:
    return (
        _("Kept out of fragile programmes"),
        _("given another dwelling in the same commune"),
        _("given another dwelling in another commune"),
        _("left without a dwelling"),
        _("Mean share of income to pay, comparison"),
        _("Mean share of income to pay, plan"),
        _("Mean place of the commune among the wishes, comparison"),
        _("Mean place of the commune among the wishes, plan"),
        _("Mean spare rooms, comparison"),
        _("Mean spare rooms, plan"),
    )


def _offer_cells(found: Offers) -> tuple[Cell, ...]:
    return (
        found.kept_out,
        found.same_commune,
        found.other_commune,
        found.without,
        *offer_means(found),
    )


def offer_means(found: Offers) -> tuple[Amount, ...]:
    """Return the means of that table, line by line."""
    ranks = [
        None if fit.wish_rank is None else fit.wish_rank + 1 for fit in (found.before, found.after)
    ]
    return (
        *(Amount(fit.effort, Unit.SHARE) for fit in (found.before, found.after)),
        *(Amount(rank, Unit.DECIMAL) for rank in ranks),
        *(Amount(fit.spare_rooms, Unit.DECIMAL) for fit in (found.before, found.after)),
    )


def _exclusions(subject: Subject) -> Iterator[Block]:
    """Yield what each rule alone keeps out of every dwelling, the rule of effort first of all."""
    outcome = subject.after.outcome
    rules = refused_by(outcome.instance, outcome.charging, outcome.pairs)
    effort = next(exclusion for exclusion in rules if exclusion.rule == "effort")
    if outcome.instance.scenario.eligibility.max_effort is False:
        yield paragraph(_("This scenario refuses nobody for the share of income to pay."))
    else:
        yield paragraph(
            n_(
                "The limit on the share of income to pay is what really keeps the poorest out: by "
                "itself it leaves {number} household without any dwelling, ACI households among "
                "them: {aci}.",
                "The limit on the share of income to pay is what really keeps the poorest out: by "
                "itself it leaves {number} households without any dwelling, ACI households among "
                "them: {aci}.",
                effort.households["all"],
                aci=number(effort.households["aci"]),
            ),
            strong=effort.households["all"] > 0,
        )
    yield exclusion_table((*rules, *kept_out_by_limits(outcome)))
    if (caution := caution_on_minimums(outcome.instance.scenario)) is not None:
        yield paragraph(caution)
