"""Reservation rights: what is used, what is handed back."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.audit.names import Names
from repartition.language import _
from repartition.report.document import (
    Bars,
    Block,
    Cell,
    Chapter,
    Column,
    Sentences,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.rights import RightCount, rights_by_contingent, rights_by_kind
from repartition.report.labels import contingent_kind, contingent_names
from repartition.report.numerals import bound_percent
from repartition.report.sides import Subject

_SHOWN = 12
_NOTHING = RightCount(0, 0, 0, 0)


def rights(subject: Subject) -> Chapter:
    """Return which contingents attributions are charged to."""
    blocks: list[Block] = [mode_words(subject), _by_kind(subject), *_transfers(subject)]
    blocks.append(_by_contingent(subject))
    return Chapter("rights", _("Reservation rights"), tuple(blocks))


def mode_words(subject: Subject) -> Sentences:
    """Return what reservation rights are in this scenario."""
    if subject.instance.scenario.contingents.mode == "stock":
        return paragraph(
            _(
                "Rights are tied to dwellings (stock): a dwelling that a contingent has reserved "
                "is charged to it, or through a transfer to another one."
            )
        )
    return paragraph(
        _(
            "Rights are shares of the flow: who has reserved a dwelling is not looked at, and "
            "targets say how much each contingent may propose."
        )
    )


def _by_kind(subject: Subject) -> Table:
    before = {}
    if subject.before is not None:
        before = rights_by_kind(subject.before.instance, subject.before.plan)
    after = rights_by_kind(subject.instance, subject.after.plan)
    return Table(
        key="rights-by-kind",
        title=_("Contingents by kind"),
        columns=(Column(_("Kind")), *_columns(subject)),
        rows=tuple(
            (contingent_kind(kind), *_cells(subject, before.get(kind, _NOTHING), count))
            for kind, count in after.items()
        ),
        charts=(
            Bars(
                title=_("Attributions charged to each kind of contingent"),
                axis=_("attributions"),
                series=tuple(range(2, 2 + len(subject.sides))),
            ),
        ),
    )


def _columns(subject: Subject) -> Iterator[Column]:
    yield Column(_("dwellings reserved"), Unit.COUNT)
    yield from subject.columns(_("attributions charged"), Unit.COUNT)
    if subject.instance.scenario.contingents.transfers:
        yield from subject.columns(_("of them through a transfer"), Unit.COUNT)
        yield from subject.columns(_("handed back to others"), Unit.COUNT)


def _cells(subject: Subject, before: RightCount, after: RightCount) -> Iterator[Cell]:
    yield after.reserved
    yield from subject.cells(before.charged, after.charged)
    if subject.instance.scenario.contingents.transfers:
        yield from subject.cells(before.received, after.received)
        yield from subject.cells(before.handed_back, after.handed_back)


def _transfers(subject: Subject) -> Iterator[Table]:
    """Yield what goes through each transfer, where the scenario has any."""
    transfers = subject.instance.scenario.contingents.transfers
    if not transfers:
        return
    names = Names.of(subject.instance)
    before = {}
    if subject.before is not None:
        known = Names.of(subject.before.instance)
        before = {
            (known.transfer[used.transfer], known.contingent[used.contingent]): used.count
            for used in subject.before.found.transfers
        }
    rows = tuple(
        (
            names.transfer[used.transfer],
            names.contingent[used.contingent],
            bound_percent(Fraction(transfers[used.transfer].max_share)),
            used.dwellings,
            used.cap,
            *subject.cells(
                before.get((names.transfer[used.transfer], names.contingent[used.contingent]), 0),
                used.count,
            ),
        )
        for used in subject.after.found.transfers
    )
    yield Table(
        key="transfers",
        title=_("Transfers: what contingents hand back, or lend"),
        columns=(
            Column(_("Transfer")),
            Column(_("from")),
            Column(_("at most")),
            Column(_("dwellings it may draw on"), Unit.COUNT),
            Column(_("cap"), Unit.COUNT),
            *subject.columns(_("used"), Unit.COUNT),
        ),
        rows=rows,
    )


def _by_contingent(subject: Subject) -> Table:
    names = Names.of(subject.instance).contingent
    before: dict[str, RightCount] = {}
    if subject.before is not None:
        counts = rights_by_contingent(subject.before.instance, subject.before.plan)
        before = dict(zip(Names.of(subject.before.instance).contingent, counts, strict=True))
    after = rights_by_contingent(subject.instance, subject.after.plan)
    kinds = (*subject.instance.contingents.kind, "")
    words = contingent_names(subject.instance)
    rows = tuple(
        (
            words[name],
            contingent_kind(kind),
            *_cells(subject, before.get(name, _NOTHING), count),
        )
        for name, kind, count in zip(names, kinds, after, strict=True)
    )
    return Table(
        key="contingents",
        title=_("Contingent by contingent"),
        columns=(Column(_("Contingent")), Column(_("kind")), *_columns(subject)),
        rows=rows,
        shown=_SHOWN,
    )
