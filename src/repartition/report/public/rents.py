"""Rents in the public report: what dwellings cost, where the households housed there are shown.

Rents are of dwellings, and tell nobody's income. But how many dwellings there are bounds the
households in them, and so would the rents of one or two: rents stand only where the attributions
do, and no number of dwellings does. What ACI households can pay is left out: it is counted over
incomes, of which those that some dwellings suit may be few.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from repartition.domain.law import FINANCINGS
from repartition.language import _
from repartition.report.chapters.fragility import degree_order
from repartition.report.chapters.low_rents import low_rent_definition
from repartition.report.chapters.territory import commune_map, commune_rows, map_notes
from repartition.report.document import (
    Cell,
    Chapter,
    Column,
    Ranges,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.approvals import approved_by_commune
from repartition.report.figures.rents import (
    RentCount,
    Spread,
    low_rent_limit,
    low_rents_by_commune,
    rents_by,
)
from repartition.report.labels import degree_name
from repartition.report.public.draft import Draft
from repartition.report.public.places import PARTITIONS, PLAN, place_key

_NO_DWELLING = RentCount(0, Spread(0, None, None, None), None, None)


def rents(draft: Draft) -> Chapter:
    """Return the rents of the dwellings of the period by commune, financing and degree."""
    limit = draft.ledger.figure(
        low_rent_limit(draft.subject.instance),
        Unit.EUROS_PER_SQUARE_METRE,
        of=[place_key(PLAN, "attributions")],
    )
    definition = paragraph(
        _(
            "Rents are those of the dwellings of the period, without charges, in euros a month per "
            "square metre; a quarter of the dwellings are at or below the first quartile."
        ),
        low_rent_definition(draft.ledger.text(limit)),
        _("They are shown where the attributions of the plan are."),
    )
    return Chapter(
        "rents",
        _("Rents"),
        (definition, _by_commune(draft), _by_financing(draft), _by_degree(draft)),
    )


def _by_commune(draft: Draft) -> Table:
    instance = draft.subject.instance
    approved = approved_by_commune(instance) or {}
    found = rents_by(instance, None, PARTITIONS["commune"])
    rows = []
    communes = zip(commune_rows(instance), low_rents_by_commune(instance), strict=True)
    for row, ((name, code, contrat, sru), low) in enumerate(communes):
        built: Cell = draft.given(approved[row]) if row in approved else _("not given")
        attributions = place_key(PLAN, "attributions", "commune", code)
        share = draft.ledger.figure(low.share, Unit.SHARE, of=[attributions])
        quartiles = _cells(draft, found, "commune", code)
        rows.append((name, code, contrat, sru, built, share, *quartiles))
    heads = (
        Column(_("Commune")),
        Column(_("INSEE code")),
        Column(_("Contrat de Ville")),
        Column(_("SRU deficit")),
        Column(_("PLAI approved"), Unit.COUNT),
        Column(_("share of low rents"), Unit.SHARE),
    )
    table = _table("rents-communes", _("Rents by commune"), heads, rows)
    drawn = commune_map(
        draft.subject,
        title=_("Share of low rents among the dwellings of the period, by commune"),
        legend=_("share of low rents (%)"),
        value=len(heads) - 1,
    )
    return replace(table, charts=(*table.charts, drawn), notes=map_notes(draft.subject))


def _by_financing(draft: Draft) -> Table:
    found = rents_by(draft.subject.instance, None, PARTITIONS["financing"])
    rows = [
        (
            financing,
            *_attributions(draft, financing),
            *_cells(draft, found, "financing", financing),
        )
        for financing in FINANCINGS
        if financing in draft.places["financing"]
    ]
    heads = (
        Column(_("Financing")),
        *draft.subject.columns(_("attributions"), Unit.COUNT),
    )
    return _table("rents-financing", _("Rents by financing"), heads, rows)


def _attributions(draft: Draft, financing: str) -> Iterator[Cell]:
    return draft.cells(lambda side: place_key(side, "attributions", "financing", financing))


def _by_degree(draft: Draft) -> Table:
    found = rents_by(draft.subject.instance, None, PARTITIONS["degree"])
    rows = [
        (degree_name(degree), *_cells(draft, found, "degree", degree))
        for degree in sorted(draft.places["degree"], key=degree_order)
    ]
    return _table(
        "rents-fragility", _("Rents by degree of fragility"), (Column(_("Degree")),), rows
    )


def _cells(
    draft: Draft, found: Mapping[str, RentCount], partition: str, value: str
) -> Iterator[Cell]:
    """Yield the quartiles of the rents of a place, where its attributions are shown."""
    attributions = place_key(PLAN, "attributions", partition, value)
    spread = found.get(value, _NO_DWELLING).rent
    for quartile in (spread.low, spread.median, spread.high):
        yield draft.ledger.figure(quartile, Unit.EUROS_PER_SQUARE_METRE, of=[attributions])


def _table(key: str, title: str, heads: tuple[Column, ...], rows: list[tuple[Cell, ...]]) -> Table:
    rent = _("rent (€/m²)")
    low = len(heads)
    return Table(
        key=key,
        title=title,
        columns=(
            *heads,
            Column(_("first quartile"), Unit.EUROS_PER_SQUARE_METRE, rent),
            Column(_("median"), Unit.EUROS_PER_SQUARE_METRE, rent),
            Column(_("third quartile"), Unit.EUROS_PER_SQUARE_METRE, rent),
        ),
        rows=tuple(rows),
        charts=(
            Ranges(
                title=_(
                    "{title}: from the first to the third quartile, median marked", title=title
                ),
                axis=_("euros a month per square metre"),
                low=low,
                middle=low + 1,
                high=low + 2,
            ),
        ),
    )
