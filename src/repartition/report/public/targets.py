"""Targets in the public report: those whose counts the page has anyway, each whole or not at all.

That a target is met is an inequality between its counts, and "at most 20%, met" bounds a count that
is hidden beside it. So a target is named only where every count of every group of it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from repartition.audit.recount import QuotaCount
from repartition.domain.filters import EVERYTHING, Filter, OneOf
from repartition.domain.scenario import Quota
from repartition.language import _, n_
from repartition.report.document import Block, Cell, Chapter, Column, Table, Unit, paragraph
from repartition.report.labels import commune_names, strength, target
from repartition.report.public.draft import Draft
from repartition.report.public.places import PARTITIONS, PLAN, place_key
from repartition.report.publication import Key
from repartition.report.sides import Side

_PER: Final = {"bailleur": "landlord", "commune": "commune"}
_WHO: Final = {EVERYTHING: "attributions", Filter(((("aci", OneOf((True,))),),)): "aci"}
_WHERE: Final = {
    EVERYTHING: "",
    Filter(((("fragile", OneOf((True,))),),)): "fragile",
    Filter(((("fragile", OneOf((False,))),),)): "sound",
}


@dataclass(frozen=True, slots=True)
class _Measures:
    """What a target counts, and of what, as places name it; ``partition`` "" = everywhere."""

    part: str
    whole: str
    partition: str

    def keys(self, side: str, group: str) -> tuple[Key, Key]:
        """Return the counts of one group in one plan."""
        place = (self.partition, group) if self.partition else ()
        return place_key(side, self.part, *place), place_key(side, self.whole, *place)


def targets(draft: Draft) -> Chapter:
    """Return what becomes of the targets that can be shown whole."""
    title = _("Targets and quotas")
    every = {count.row.quota for count in draft.subject.after.found.quotas}
    if not every:
        return Chapter("targets", title, (paragraph(_("This scenario sets no target.")),))
    rows = tuple(_rows(draft))
    shown = {str(row[0]) for row in rows}
    blocks: list[Block] = [_table(draft, rows)] if rows else []
    if left := len(every - shown):
        blocks.append(
            paragraph(
                n_(
                    "{number} target of the scenario is not shown here: it is counted programme by "
                    "programme, with what was counted earlier in the year, or otherwise than this "
                    "page counts; or some count of it is not communicated, and whether it is met "
                    "would tell of it.",
                    "{number} targets of the scenario are not shown here: they are counted "
                    "programme by programme, with what was counted earlier in the year, or "
                    "otherwise than this page counts; or some count of theirs is not communicated, "
                    "and whether they are met would tell of it.",
                    left,
                )
            )
        )
    return Chapter("targets", title, tuple(blocks))


def partly_hidden(draft: Draft) -> frozenset[str]:
    """Return the printed targets of which some count is hidden."""
    return frozenset(
        count.row.quota
        for count, measures in _printable(draft)
        for side, _plan in _judged(draft)
        if not draft.ledger.are_shown(*measures.keys(side, count.row.group))
    )


def _judged(draft: Draft) -> tuple[tuple[str, Side], ...]:
    """Return the plans whose counts by place are those that the targets ask about.

    Another run has its own tables, and its own words for what is fragile.
    """
    subject = draft.subject
    sides = tuple(draft.sides)
    if subject.other is None or (subject.has_same_data and draft.moves.kept_out is not None):
        return sides
    return sides[-1:]


def _printable(draft: Draft) -> Iterator[tuple[QuotaCount, _Measures]]:
    """Yield the rows whose counts are counts of places, of the targets that are not left out."""
    found = draft.subject.after.found.quotas
    counted_before = {
        count.row.quota
        for count in found
        if count.row.family.counted_before.any() or count.row.family.among_before.any()
    }
    for count in found:
        quota = count.row.family.quota
        measures = _measures_of(quota, draft.subject.after)
        if measures is None or quota.id in counted_before | draft.left_out:
            continue
        if _agrees(draft, measures, count):
            yield count, measures


def _measures_of(quota: Quota, side: Side) -> _Measures | None:
    """Return what a target counts in the words of places; None where these have no words for it."""
    who, where = _WHO.get(quota.who), _WHERE.get(quota.where)
    partition = "" if quota.per is None else _PER.get(quota.per)
    shares_of_all = quota.of == "attributions" and quota.among is None
    if who is None or where is None or partition is None or not shares_of_all:
        return None
    if quota.via != EVERYTHING or not _reads_places(side, quota.per):
        return None
    part = where if who == "attributions" and where else "-".join(filter(None, (who, where)))
    return _Measures(part, where or "attributions", partition)


def _reads_places(side: Side, per: str | None) -> bool:
    """Return whether names in the target mean the columns of programmes, as those of places do."""
    view = side.instance.where_view()
    names = {"fragile": "programme.fragile"}
    if per is not None:
        names[per] = PARTITIONS[_PER[per]]
    return all(
        (found := view.column(name)) is not None
        and (meant := view.column(full)) is not None
        and found.cells() == meant.cells()
        for name, full in names.items()
    )


def _agrees(draft: Draft, measures: _Measures, count: QuotaCount) -> bool:
    """Return whether the counts of a row are those that the ledger has of the place."""
    keys = {side: measures.keys(side, count.row.group) for side, _plan in _judged(draft)}
    if not all(draft.ledger.knows(key) for pair in keys.values() for key in pair):
        return False
    return [draft.ledger.value(key) for key in keys[PLAN]] == [count.count, count.among]


def _rows(draft: Draft) -> Iterator[tuple[Cell, ...]]:
    names = {"commune": commune_names(draft.subject.instance)}
    for count, measures in _printable(draft):
        family, group = count.row.family, count.row.group
        keys = {side: measures.keys(side, group) for side, _plan in _judged(draft)}
        ledger = draft.ledger
        yield (
            count.row.quota,
            names.get(measures.partition, {}).get(group, group),
            target(count.row.kind, family.quota, count.row.parameter),
            strength(family.level),
            *(ledger.cell(part) for part, _whole in keys.values()),
            *(ledger.cell(whole) for _part, whole in keys.values()),
            *(_share(draft, *pair) for pair in keys.values()),
            _("yes") if count.slack >= 0 else _("no"),
        )


def _share(draft: Draft, part: Key, whole: Key) -> Cell:
    return None if part == whole else draft.ledger.share(part, whole)


def _table(draft: Draft, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    judged = _judged(draft)
    measures = ((_("count"), Unit.COUNT), (_("of"), Unit.COUNT), (_("share"), Unit.SHARE))
    columns = (
        Column(_("Target")),
        Column(_("group")),
        Column(_("asks for")),
        Column(_("strength")),
        *(Column(plan.name, unit, group) for group, unit in measures for _side, plan in judged),
        Column(_("met by the plan")),
    )
    return Table(
        key="targets",
        title=_("Targets whose counts can all be shown"),
        columns=columns,
        rows=rows,
        notes=(_("Count and what it is a share of are in attributions."), *_left_out(draft)),
    )


def _left_out(draft: Draft) -> Iterator[str]:
    if len(_judged(draft)) < len(draft.subject.sides):
        yield _(
            "The earlier run is not judged by these targets: its data are others, or other "
            "programmes count as fragile in it."
        )
