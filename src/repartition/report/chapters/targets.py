"""Quotas: every row met or missed, the most binding first."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.audit.recount import QuotaCount
from repartition.language import _, n_
from repartition.report.document import Bars, Block, Cell, Chapter, Column, Table, Unit, paragraph
from repartition.report.labels import group_words, strength, target
from repartition.report.same_rule import row_key, rule_words
from repartition.report.scope import quota_words
from repartition.report.sides import Subject
from repartition.report.targets import TargetSummary, decimals_words, summarise

_SHOWN = 15


def targets(subject: Subject) -> Chapter:
    """Return what becomes of every target of the scenario."""
    title = _("Targets and quotas")
    if not subject.after.found.quotas:
        return Chapter("targets", title, (paragraph(_("This scenario sets no target.")),))
    missed = sum(count.slack < 0 for count in subject.after.found.quotas)
    blocks: list[Block] = [
        paragraph(
            n_(
                "{number} row of the targets is missed by the plan.",
                "{number} rows of the targets are missed by the plan.",
                missed,
            )
            if missed
            else _("The plan meets every row of every target."),
            _(
                "A hard target must hold in every plan. A soft one may be missed, as little as "
                "possible, where what stands above it in the order of the objectives asks for it."
            ),
        ),
        _by_target(subject),
        every_row("quota-rows", _("Every row, the most binding first"), subject),
    ]
    return Chapter("targets", title, tuple(blocks))


def every_row(key: str, title: str, subject: Subject, *, per: str | None = None) -> Table:
    """Return the rows of every quota, or of those by one column: missed first, then least slack."""
    before = {row_key(count): count for count in subject.before_targets}
    rows = [
        count
        for count in subject.after.found.quotas
        if per is None or count.row.family.quota.per == per
    ]
    return Table(
        key=key,
        title=title,
        columns=(
            Column(_("Target")),
            Column(_("group")),
            Column(_("asks for")),
            Column(_("strength")),
            Column(_("met")),
            *subject.columns(_("count"), Unit.COUNT, with_change=False),
            *subject.columns(_("slack"), Unit.COUNT, with_change=False),
            Column(_("bound"), Unit.COUNT),
        ),
        rows=tuple(
            _row(subject, before.get(row_key(count)), count)
            for count in sorted(rows, key=lambda count: (count.slack, -count.shortfall))
        ),
        notes=(
            _(
                "Count and bound are in attributions, counters of the year so far included. Slack "
                "is what is left before the bound; negative, the row is missed by that much."
            ),
            *decimals_words(rows),
            *_rule(subject),
        ),
        shown=_SHOWN,
    )


def _by_target(subject: Subject) -> Table:
    before = {_target_key(found): found for found in summarise(subject.before_targets)}
    rows = [
        (
            after.tightest.row.quota,
            _("; ").join((_asked(after.tightest), quota_words(after.tightest.row.family.quota))),
            strength(after.tightest.row.family.level),
            len(after.rows),
            *subject.cells(
                _missed(before.get(_target_key(after))), after.missed, with_change=False
            ),
            *subject.cells(
                _missed_by(before.get(_target_key(after))), after.shortfall, with_change=False
            ),
            group_words(subject.instance, after.tightest.row),
            after.tightest.slack,
        )
        for after in summarise(subject.after.found.quotas)
    ]
    places = tuple(range(4, 4 + len(subject.sides)))
    return Table(
        key="targets",
        title=_("Every target, over all its groups"),
        columns=(
            Column(_("Target")),
            Column(_("asks for")),
            Column(_("strength")),
            Column(_("groups"), Unit.COUNT),
            *subject.columns(_("groups that miss it"), Unit.COUNT, with_change=False),
            *subject.columns(_("attributions in excess or missing"), Unit.COUNT, with_change=False),
            Column(_("tightest group")),
            Column(_("its slack"), Unit.COUNT),
        ),
        rows=tuple(rows),
        notes=(*decimals_words(subject.after.found.quotas), *_rule(subject)),
        charts=(
            Bars(
                title=_("Groups that miss each target"),
                axis=_("number of groups"),
                series=places,
            ),
        ),
    )


def _rule(subject: Subject) -> Iterator[str]:
    """Yield by which rule another run is judged; usual practice is judged as the plan is."""
    if subject.other is not None:
        name = subject.other.stored.folder.name
        yield rule_words(name, has_same_data=subject.has_same_data)


def _asked(count: QuotaCount) -> str:
    return target(count.row.kind, count.row.family.quota, count.row.parameter)


def _missed(found: TargetSummary | None) -> int | None:
    return None if found is None else found.missed


def _missed_by(found: TargetSummary | None) -> Fraction | None:
    return None if found is None else found.shortfall


def _target_key(found: TargetSummary) -> frozenset[tuple[str, str, str]]:
    """Return what a target is compared by: all its groups, so that both counts are of the same."""
    return frozenset(map(row_key, found.rows))


def _row(subject: Subject, before: QuotaCount | None, after: QuotaCount) -> tuple[Cell, ...]:
    return (
        after.row.quota,
        group_words(subject.instance, after.row),
        _asked(after),
        strength(after.row.family.level),
        _("yes") if after.slack >= 0 else _("no"),
        *subject.cells(None if before is None else before.count, after.count, with_change=False),
        *subject.cells(None if before is None else before.slack, after.slack, with_change=False),
        after.bound,
    )
