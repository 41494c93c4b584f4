"""A territorial vision of rents: where they are low, and what ACI households could pay."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.law import FINANCINGS
from repartition.domain.scenario import EligibilityRules
from repartition.language import _
from repartition.report.document import (
    Bars,
    Block,
    Cell,
    Chapter,
    Column,
    Ranges,
    Sentences,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.approvals import approved_by_commune
from repartition.report.figures.rents import (
    Means,
    RentCount,
    Spread,
    means_of,
    rent_count,
    rents_by,
    wishes_by_commune,
)
from repartition.report.labels import commune_names, degree_name, yes_or_no
from repartition.report.numerals import bound_percent, number, ratio
from repartition.report.sides import Subject

_LOW, _MEDIAN, _HIGH, _AFFORDABLE = 2, 3, 4, 5
_NAMED = 5


def rents(subject: Subject) -> Chapter:
    """Return the rents of the dwellings of the period, whoever gets them."""
    instance = subject.instance
    means = means_of(instance)
    names = commune_names(instance)
    by_commune = rents_by(instance, means, "programme.commune")
    blocks: list[Block] = [
        _definitions(instance.scenario.eligibility, means),
        *_where_low(names, by_commune),
        _marginal("rents-communes", _("Rents by commune"), _("Commune"), names, by_commune),
        *_margins(instance, means),
        _pivot(instance, means, names),
        _supply(instance, names, by_commune),
        *_spread_over_households(means),
    ]
    return Chapter("rents", _("Rents and what the poorest can pay"), tuple(blocks))


def _definitions(rules: EligibilityRules, means: Means | None) -> Sentences:
    rent = _(
        "Rents are those of the dwellings of the period, without charges, in euros a month per "
        "square metre; a quarter of the dwellings are at or below the first quartile."
    )
    if means is None:
        return paragraph(
            rent,
            _(
                "The scenario sets no limit to the share of income to pay (max_effort): what ACI "
                "households could pay is not counted."
            ),
        )
    return paragraph(
        rent,
        _(
            "What ACI households can pay: of all pairs of a dwelling and an active ACI household "
            "whose size it suits (number of rooms, legal surface), the share in which rent and "
            "charges, APL deducted, take at most {effort} of the income, as the scenario has it. A "
            "dwelling is within reach of half of them if at least half of those it suits could "
            "pay it. Wishes, ceilings and reservations are not looked at here.",
            effort=bound_percent(Fraction(rules.max_effort)),
        ),
    )


def _where_low(
    names: Mapping[str, str], by_commune: Mapping[str, RentCount]
) -> Iterator[Sentences]:
    """Yield where ACI households can pay the most dwellings, and where there is none for them."""
    known = {code: found for code, found in by_commune.items() if found.within_half is not None}
    if not known:
        return
    most = sorted(known, key=lambda code: (-(known[code].within_half or 0), code))[:_NAMED]
    none = [code for code in known if not known[code].within_half]
    without = [code for code in names if code not in by_commune]
    yield paragraph(
        _(
            "Most dwellings within reach of half of the ACI households: {communes}.",
            communes=", ".join(
                f"{names[code]} ({number(known[code].within_half)})" for code in most
            ),
        ),
        _(
            "Dwellings to let, but none within reach of half of them: {communes}.",
            communes=", ".join(names[code] for code in none) or _("no commune"),
        ),
        _(
            "No dwelling to let at all in the period: {communes}.",
            communes=", ".join(names[code] for code in without) or _("no commune"),
        ),
    )


def _margins(instance: Instance, means: Means | None) -> Iterator[Table]:
    """Yield the same figures by financing, typology, degree of fragility and perimeter."""
    for key, title, head, column, name in (
        ("rents-financing", _("Rents by financing"), _("Financing"), "vacancy.financing", str),
        ("rents-typology", _("Rents by typology"), _("Typology"), "vacancy.typology", str),
        (
            "rents-fragility",
            _("Rents by degree of fragility"),
            _("Degree"),
            "programme.fragility",
            degree_name,
        ),
    ):
        found = rents_by(instance, means, column)
        names = {value: name(value) for value in found}
        yield _marginal(key, title, head, names, found)


def _marginal(
    key: str, title: str, head: str, names: Mapping[str, str], found: Mapping[str, RentCount]
) -> Table:
    rows = [(names.get(value, value), *_cells(count)) for value, count in found.items()]
    if key == "rents-financing":
        order = [*FINANCINGS]
        rows.sort(key=lambda row: order.index(str(row[0])))
    charts: list[Bars | Ranges] = [
        Ranges(
            title=_("{title}: from the first to the third quartile, median marked", title=title),
            axis=_("euros a month per square metre"),
            low=_LOW,
            middle=_MEDIAN,
            high=_HIGH,
        )
    ]
    if any(row[_AFFORDABLE] is not None for row in rows):
        charts.append(
            Bars(
                title=_("{title}: what ACI households can pay", title=title),
                axis=_("share of the pairs (%)"),
                series=(_AFFORDABLE,),
            )
        )
    return Table(
        key=key,
        title=title,
        columns=(Column(head), *_columns()),
        rows=tuple(rows),
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


def _pivot(instance: Instance, means: Means | None, names: Mapping[str, str]) -> Table:
    """Return commune × financing: dwellings, median rent, and what ACI households can pay."""
    commune = instance.commune_of_vacancy()
    financing = instance.vacancies.financing
    kinds = sorted(set(financing[instance.vacancies.of_period].tolist()))
    rows = []
    for row, name in enumerate(names.values()):
        found = [
            rent_count(instance, means, (commune == row) & (financing == kind)) for kind in kinds
        ]
        if not any(count.dwellings for count in found):
            continue
        rows.append((name, *(cell for count in found for cell in _pivot_cells(count))))
    columns = [
        Column(title, unit, FINANCINGS[kind])
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
        rows=tuple(rows),
        notes=(_("A dash: no such dwelling in the period."),),
    )


def _pivot_cells(found: RentCount) -> tuple[Cell, ...]:
    return (found.dwellings or None, found.rent.median, found.mean_means)


def _supply(
    instance: Instance, names: Mapping[str, str], by_commune: Mapping[str, RentCount]
) -> Table:
    """Return, commune by commune, the PLAI and the low rents, beside the ACI households that ask.

    Communes under an SRU obligation come first.
    """
    table = instance.communes.table
    sru = table.column("sru_deficit")
    approved = approved_by_commune(instance)
    wishes = wishes_by_commune(instance).tolist()
    plai = (instance.vacancies.financing == 0) & instance.vacancies.of_period
    offered = np.bincount(instance.commune_of_vacancy()[plai], minlength=len(names)).tolist()
    rows = []
    for row, (code, name) in enumerate(names.items()):
        obliged = sru is not None and sru.cell(row) == "true"
        found = by_commune.get(code)
        rows.append(
            (
                not obliged,
                (
                    name,
                    yes_or_no("true" if obliged else ""),
                    _("not given") if approved is None else approved.get(row, 0),
                    offered[row],
                    0 if found is None else found.dwellings,
                    None if found is None else found.within_half,
                    wishes[row],
                ),
            )
        )
    return Table(
        key="low-rents",
        title=_("PLAI and low rents by commune, beside the ACI households that ask for it"),
        columns=(
            Column(_("Commune")),
            Column(_("SRU obligation")),
            Column(_("PLAI approved"), Unit.COUNT),
            Column(_("PLAI offered"), Unit.COUNT),
            Column(_("dwellings of the period"), Unit.COUNT),
            Column(_("within reach of half of the ACI households"), Unit.COUNT),
            Column(_("ACI households that would live there"), Unit.COUNT),
        ),
        rows=tuple(cells for _order, cells in sorted(rows, key=lambda row: row[0])),
        notes=(_("A household that names no commune would live in any; one may ask for several."),),
    )


def _spread_over_households(means: Means | None) -> Iterator[Table]:
    """Yield how unequal ACI households are before rents."""
    if means is None:
        return
    spread = Spread.of(means.shares)
    yield Table(
        key="means-of-households",
        title=_("The share of the dwellings that suit it that each ACI household can pay"),
        columns=(
            Column(""),
            Column(_("share of the dwellings"), Unit.SHARE),
        ),
        rows=(
            (_("A quarter of the households can pay at most"), spread.low),
            (_("Half of the households can pay at most"), spread.median),
            (_("Three quarters of the households can pay at most"), spread.high),
        ),
        notes=(
            _(
                "Over the {count} active ACI households that some dwelling of the period suits.",
                count=number(spread.count),
            ),
        ),
    )
