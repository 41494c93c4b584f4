"""Who gains and who loses in the public report, and which reservation rights are used."""

from collections.abc import Iterator

from repartition.language import _
from repartition.report.chapters.access import (
    group_notes,
    offer_means,
    offers_table,
    offers_words,
)
from repartition.report.chapters.rights import mode_words
from repartition.report.document import (
    Bars,
    Block,
    Cell,
    Chapter,
    Column,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.offers import Offers
from repartition.report.labels import contingent_kind, group_name
from repartition.report.public.draft import Draft
from repartition.report.public.groups import HOUSED, REQUESTS, WAITING, counts_of, group_key
from repartition.report.public.losers import why
from repartition.report.public.moves import effort_key, offer_key
from repartition.report.public.places import PLAN
from repartition.report.public.stock import right_key
from repartition.report.sides import Side

_GROUPS = ("aci", "other")
_OFFERS = ("kept-out", "same-commune", "other-commune", "without")
_HAVE_BOTH = ("same-commune", "other-commune")


def access(draft: Draft) -> Chapter:
    """Return who is housed, who waits, and what the limit on the share of income does."""
    blocks: list[Block] = [_by_group(draft), *why(draft)]
    if draft.moves.kept_out is not None:
        blocks += [offers_words(), _offers(draft, draft.moves.kept_out)]
    blocks.append(_effort(draft))
    return Chapter("access", _("Who gains and who loses"), tuple(blocks))


def rights(draft: Draft) -> Chapter:
    """Return which kinds of contingents attributions are charged to."""
    subject = draft.subject
    measures = [("charged", _("attributions charged"))]
    if subject.instance.scenario.contingents.transfers:
        measures += [
            ("received", _("of them through a transfer")),
            ("handed-back", _("handed back to others")),
        ]
    table = Table(
        key="rights-by-kind",
        title=_("Contingents by kind"),
        columns=(
            Column(_("Kind")),
            *(
                column
                for _measure, head in measures
                for column in subject.columns(head, Unit.COUNT)
            ),
        ),
        rows=tuple(
            (
                contingent_kind(kind),
                *(cell for measure, _head in measures for cell in _right(draft, measure, kind)),
            )
            for kind in draft.kinds
        ),
        charts=(
            Bars(
                title=_("Attributions charged to each kind of contingent"),
                axis=_("attributions"),
                series=tuple(range(1, 1 + len(subject.sides))),
            ),
        ),
    )
    return Chapter("rights", _("Reservation rights"), (mode_words(subject), table))


def _right(draft: Draft, measure: str, kind: str) -> Iterator[Cell]:
    return draft.cells(lambda side: right_key(side, measure, kind))


def _by_group(draft: Draft) -> Table:
    subject = draft.subject
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
        rows=tuple(_group_row(draft, group) for group in counts_of(subject.after)),
        notes=tuple(group_notes(subject)),
        charts=(
            Bars(
                title=_("Households housed, group by group"),
                axis=_("households"),
                series=tuple(range(2, 2 + len(subject.sides))),
            ),
        ),
    )


def _group_row(draft: Draft, group: str) -> tuple[Cell, ...]:
    def of(measure: str) -> Iterator[Cell]:
        return draft.cells(
            lambda side: group_key(side, measure, group), with_change=measure == HOUSED
        )

    return (
        group_name(counts_of(draft.subject.after)[group].group),
        draft.ledger.cell(group_key(PLAN, REQUESTS, group)),
        *of(HOUSED),
        *of(WAITING),
        *(_mean_wait(draft, side, plan, group) for side, plan in draft.sides),
    )


def _mean_wait(draft: Draft, side: str, plan: Side, group: str) -> Cell:
    found = counts_of(plan).get(group)
    if found is None:
        return None
    housed = group_key(side, HOUSED, group)
    return draft.ledger.figure(found.mean_waiting_days, Unit.DAYS, of=[housed])


def _offers(draft: Draft, kept_out: dict[str, Offers]) -> Table:
    ledger = draft.ledger
    aci, others = (
        [
            *(ledger.cell(offer_key(who, what)) for what in _OFFERS),
            *(
                ledger.figure(
                    mean.value, mean.unit, of=[offer_key(who, what) for what in _HAVE_BOTH]
                )
                for mean in offer_means(kept_out[who])
            ),
        ]
        for who in _GROUPS
    )
    return offers_table(aci, others)


def _effort(draft: Draft) -> Block:
    """Return what the limit on the share of income does: the real exclusion of the poorest."""
    if not draft.has_effort_limit:
        return paragraph(_("This scenario refuses nobody for the share of income to pay."))
    return Table(
        key="effort",
        title=_("What the limit on the share of income to pay does"),
        columns=(
            Column(""),
            Column(_("all"), Unit.COUNT),
            Column(_("ACI"), Unit.COUNT),
        ),
        rows=(
            (
                _("Left without any dwelling by that alone"),
                *(draft.ledger.cell(effort_key(group)) for group in ("all", "aci")),
            ),
        ),
    )
