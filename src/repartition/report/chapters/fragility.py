"""Degrees of fragility: who is housed in which, and who lives there today."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from repartition.domain.cells import parse_number
from repartition.domain.instance import Instance
from repartition.domain.table import Column as Cells
from repartition.language import _, n_
from repartition.report.chapters.territory import counts_of, place_cells, place_columns
from repartition.report.degrees import (
    degree_table,
    how_it_was_cut,
    indicator_table,
    override_table,
)
from repartition.report.document import Bars, Block, Chapter, Column, Table, Unit, paragraph
from repartition.report.figures.places import NOTHING_THERE
from repartition.report.labels import degree_name
from repartition.report.numerals import number, percent, ratio
from repartition.report.sides import Subject

_DEGREE = "programme.fragility"


def fragility(subject: Subject) -> Chapter:
    """Return the share of ACI households among attributions, degree by degree."""
    settings = subject.instance.scenario.fragility
    first = _(
        "A programme of degree {degree} or more counts as fragile; one without a degree does not.",
        degree=number(settings.fragile_from),
    )
    return Chapter(
        "fragility",
        _("Fragility of the programmes"),
        (
            paragraph(first),
            _attributions(subject),
            *_occupation(subject.instance),
            *_computed(subject.instance),
        ),
    )


def _computed(instance: Instance) -> Iterator[Block]:
    """Yield what degrees are computed from, and how firm they are; nothing where they are given."""
    index = instance.fragility_index
    if index is None:
        return
    unsure = int(index.unsure().sum())
    weighed = sum(index.robustness(row) is not None for row in range(len(index.degree)))
    yield paragraph(
        _("These degrees are computed from indicators of each programme, ranked and weighted."),
        *how_it_was_cut(instance, index),
        n_(
            "{number} degree is not firm ({share} of the {all} that the weights decide).",
            "{number} degrees are not firm ({share} of the {all} that the weights decide).",
            unsure,
            share=percent(ratio(unsure, weighed)),
            all=number(weighed),
        ),
    )
    yield indicator_table(instance, index)
    yield degree_table(instance, index)
    yield from override_table(instance, index)


def _attributions(subject: Subject) -> Table:
    before, after = counts_of(subject, _DEGREE)
    degrees = sorted(before.keys() | after.keys(), key=degree_order)
    # A degree is fragile or it is not: what is outside fragile programmes is all there or nothing.
    places = place_columns(subject, with_outside=False)
    rows = tuple(
        (
            degree_name(degree),
            *place_cells(
                subject,
                before.get(degree, NOTHING_THERE),
                after.get(degree, NOTHING_THERE),
                with_outside=False,
            ),
            *subject.cells(
                before.get(degree, NOTHING_THERE).aci_share,
                after.get(degree, NOTHING_THERE).aci_share,
                with_change=False,
            ),
        )
        for degree in degrees
    )
    first = 1 + len(places)
    return Table(
        key="degrees",
        title=_("Attributions by degree of fragility"),
        columns=(
            Column(_("Degree")),
            *places,
            *subject.columns(_("ACI share of the attributions"), Unit.SHARE, with_change=False),
        ),
        rows=rows,
        charts=(
            Bars(
                title=_("Share of ACI households among the attributions, by degree of fragility"),
                axis=_("share of the attributions (%)"),
                series=tuple(range(first, first + len(subject.sides))),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Occupied:
    programmes: int = 0
    dwellings: int = 0
    aci: int = 0


def _occupation(instance: Instance) -> Iterator[Table]:
    """Yield who lives there today, where the programmes say both numbers."""
    table = instance.programmes.table
    dwellings, aci = table.column("dwellings"), table.column("aci_households")
    degrees = table.column("fragility")
    if dwellings is None or aci is None or degrees is None:
        return
    found: dict[str, _Occupied] = {}
    for row in range(len(table)):
        homes, poorest = _whole(dwellings, row), _whole(aci, row)
        if homes is None or poorest is None:
            continue
        here = found.get(degrees.cell(row), _Occupied())
        found[degrees.cell(row)] = _Occupied(
            here.programmes + 1, here.dwellings + homes, here.aci + poorest
        )
    if not found:
        return
    yield Table(
        key="occupation",
        title=_("Who lives there today, by degree of fragility"),
        columns=(
            Column(_("Degree")),
            Column(_("programmes"), Unit.COUNT),
            Column(_("dwellings occupied"), Unit.COUNT),
            Column(_("ACI households"), Unit.COUNT),
            Column(_("ACI share"), Unit.SHARE),
        ),
        rows=tuple(
            (
                degree_name(degree),
                found[degree].programmes,
                found[degree].dwellings,
                found[degree].aci,
                ratio(found[degree].aci, found[degree].dwellings),
            )
            for degree in sorted(found, key=degree_order)
        ),
        notes=(_("Programmes that say both numbers; the plan does not change them here."),),
    )


def degree_order(degree: str) -> tuple[bool, Fraction]:
    """Order degrees by number, the empty one last."""
    return not degree, Fraction(parse_number(degree) or 0)


def _whole(column: Cells, row: int) -> int | None:
    found = parse_number(column.cell(row))
    return None if found is None else int(found)
