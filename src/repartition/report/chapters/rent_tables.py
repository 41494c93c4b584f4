"""Rents by commune, financing, typology and degree of fragility: one by one, and crossed."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from repartition.domain.instance import Instance
from repartition.domain.law import FINANCINGS
from repartition.language import _
from repartition.report.chapters.fragility import degree_order
from repartition.report.document import Bars, Bubbles, Cell, Chart, Column, Ranges, Table, Unit
from repartition.report.figures.rents import Means, RentCount, rents_by, rents_crossed
from repartition.report.labels import degree_name
from repartition.report.numerals import ratio

_CROSSED: Final = (
    "programme.commune",
    "vacancy.financing",
    "vacancy.typology",
    "programme.fragility",
)
_SHOWN: Final = 15


def rents_by_commune(names: Mapping[str, str], found: Mapping[str, RentCount]) -> Table:
    """Return the rents of each commune, called by its name."""
    rows = [(names[code], count) for code, count in found.items()]
    return _one_way("rents-communes", _("Rents by commune"), _("Commune"), rows)


def rents_by_kind(instance: Instance, means: Means | None) -> Iterator[Table]:
    """Yield the rents by financing, by typology and by degree of fragility."""
    found = rents_by(instance, means, "vacancy.financing")
    kinds = [(kind, found[kind]) for kind in FINANCINGS if kind in found]
    yield _one_way("rents-financing", _("Rents by financing"), _("Financing"), kinds)
    found = rents_by(instance, means, "vacancy.typology")
    yield _one_way("rents-typology", _("Rents by typology"), _("Typology"), [*found.items()])
    found = rents_by(instance, means, "programme.fragility")
    degrees = [(degree_name(degree), found[degree]) for degree in sorted(found, key=degree_order)]
    yield _one_way("rents-fragility", _("Rents by degree of fragility"), _("Degree"), degrees)


def rents_by_commune_and_financing(
    instance: Instance, means: Means | None, names: Mapping[str, str]
) -> Table:
    """Return communes as rows and financings side by side."""
    found = rents_crossed(instance, means, _CROSSED[:2])
    kinds = [kind for kind in FINANCINGS if any(kind == other for _commune, other in found)]
    communes = {commune for commune, _kind in found}
    rows = tuple(
        (name, *(cell for kind in kinds for cell in _brief_cells(found.get((code, kind)))))
        for code, name in names.items()
        if code in communes
    )
    columns = [
        Column(title, unit, kind)
        for kind in kinds
        for title, unit in (
            (_("dwellings"), Unit.COUNT),
            (_("median (€/m²)"), Unit.EUROS_PER_SQUARE_METRE),
            (_("ACI can pay"), Unit.SHARE),
        )
    ]
    return Table(
        key="rents-pivot",
        title=_("Commune by financing: dwellings, median rent, what ACI households can pay"),
        columns=(Column(_("Commune")), *columns),
        rows=rows,
        notes=(_("A dash: no such dwelling in the period."),),
    )


def rents_by_everything(
    instance: Instance, means: Means | None, names: Mapping[str, str]
) -> Iterator[Table]:
    """Yield one row for each commune × financing × typology × degree that has a dwelling."""
    found = rents_crossed(instance, means, _CROSSED)
    if not found:
        return
    communes = list(names)

    def order(key: tuple[str, ...]) -> tuple[int, int, str, tuple[bool, Fraction]]:
        commune, financing, typology, degree = key
        return (
            communes.index(commune),
            FINANCINGS.index(financing),
            typology,
            degree_order(degree),
        )

    rows = tuple(
        (names[key[0]], key[1], key[2], degree_name(key[3]), *_cells(found[key]))
        for key in sorted(found, key=order)
    )
    kinds = (_("Commune"), _("Financing"), _("Typology"), _("Degree"))
    dwellings, median, payable = len(kinds), len(kinds) + 2, len(kinds) + 4
    yield Table(
        key="rents-crossed",
        title=_("Rents by commune, financing, typology and degree of fragility"),
        columns=(*(Column(kind) for kind in kinds), *_columns()),
        rows=rows,
        notes=(_("One row for each combination that some dwelling of the period has."),),
        charts=(
            Bubbles(
                title=_(
                    "Median rent by commune: one bubble for each financing, typology and degree"
                ),
                axis=_("euros a month per square metre"),
                along=median,
                size=dwellings,
                size_legend=_("dwellings"),
                shade=None if means is None else payable,
                shade_legend=_("ACI households can pay (%)"),
            ),
        ),
        shown=_SHOWN,
        choices=tuple(range(len(kinds))),
    )


def _one_way(key: str, title: str, head: str, found: Iterable[tuple[str, RentCount]]) -> Table:
    rows = tuple((name, *_cells(count)) for name, count in found)
    low, median, high, payable = range(2, 6)
    charts: list[Chart] = [
        Ranges(
            title=_("{title}: from the first to the third quartile, median marked", title=title),
            axis=_("euros a month per square metre"),
            low=low,
            middle=median,
            high=high,
        )
    ]
    if any(row[payable] is not None for row in rows):
        charts.append(
            Bars(
                title=_("{title}: what ACI households can pay", title=title),
                axis=_("share of the pairs (%)"),
                series=(payable,),
            )
        )
    return Table(
        key=key,
        title=title,
        columns=(Column(head), *_columns()),
        rows=rows,
        charts=tuple(charts),
    )


def _columns() -> tuple[Column, ...]:
    rent = _("rent (€/m²)")
    return (
        Column(_("dwellings"), Unit.COUNT),
        Column(_("first quartile"), Unit.EUROS_PER_SQUARE_METRE, rent),
        Column(_("median"), Unit.EUROS_PER_SQUARE_METRE, rent),
        Column(_("third quartile"), Unit.EUROS_PER_SQUARE_METRE, rent),
        Column(_("ACI households can pay"), Unit.SHARE),
        Column(_("dwellings within reach of half of them"), Unit.SHARE),
    )


def _cells(found: RentCount) -> tuple[Cell, ...]:
    within = None if found.within_half is None else ratio(found.within_half, found.dwellings)
    return (
        found.dwellings,
        found.rent.low,
        found.rent.median,
        found.rent.high,
        found.mean_means,
        within,
    )


def _brief_cells(found: RentCount | None) -> tuple[Cell, ...]:
    return (None,) * 3 if found is None else (found.dwellings, found.rent.median, found.mean_means)
