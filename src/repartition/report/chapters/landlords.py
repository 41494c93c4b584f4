"""Landlords: what each attributes, and how far it keeps its engagements."""

from repartition.language import _
from repartition.report.chapters.targets import every_row
from repartition.report.chapters.territory import counts_of, place_cells, place_columns
from repartition.report.document import Bars, Block, Chapter, Column, Table, Unit, paragraph
from repartition.report.figures.places import NOTHING_THERE
from repartition.report.sides import Subject

_BAILLEUR = "bailleur"


def landlords(subject: Subject) -> Chapter:
    """Return the attributions and the engagements of each landlord."""
    blocks: list[Block] = [_attributions(subject)]
    engagements = every_row(
        "engagements",
        _("Engagements: the targets counted landlord by landlord"),
        subject,
        per=_BAILLEUR,
    )
    if engagements.rows:
        blocks.append(engagements)
    else:
        blocks.append(paragraph(_("No target of this scenario is counted by landlord.")))
    return Chapter("landlords", _("Landlords and their engagements"), tuple(blocks))


def _attributions(subject: Subject) -> Table:
    before, after = counts_of(subject, "programme.bailleur")
    places = place_columns(subject)
    rows = tuple(
        (
            landlord,
            *place_cells(
                subject, before.get(landlord, NOTHING_THERE), after.get(landlord, NOTHING_THERE)
            ),
            *subject.cells(
                before.get(landlord, NOTHING_THERE).aci_share,
                after.get(landlord, NOTHING_THERE).aci_share,
                with_change=False,
            ),
        )
        for landlord in sorted(before.keys() | after.keys())
    )
    first = 1 + len(places)
    return Table(
        key="landlords",
        title=_("Attributions by landlord"),
        columns=(
            Column(_("Landlord")),
            *places,
            *subject.columns(_("ACI share of the attributions"), Unit.SHARE, with_change=False),
        ),
        rows=rows,
        charts=(
            Bars(
                title=_("Share of ACI households among the attributions of each landlord"),
                axis=_("share of the attributions (%)"),
                series=tuple(range(first, first + len(subject.sides))),
            ),
        ),
    )
