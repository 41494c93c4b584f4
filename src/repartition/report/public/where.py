"""Territory, fragility and landlords in the public report: attributions by place.

No number of dwellings stands beside them: nobody is housed where there is none to let, and few
dwellings stay empty, so that such a number would bound the households from both sides.
"""

from collections.abc import Iterator
from fractions import Fraction

from repartition.domain.instance import Instance
from repartition.errors import Fault
from repartition.language import _
from repartition.report.chapters.fragility import degree_order
from repartition.report.chapters.territory import (
    commune_columns,
    commune_rows,
    kind_words,
    kinds_title,
    map_notes,
    maps,
    unmapped,
)
from repartition.report.chapters.untold import untold
from repartition.report.degrees import indicator_name
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
from repartition.report.labels import degree_name
from repartition.report.numerals import number
from repartition.report.public.draft import Draft
from repartition.report.public.places import place_key
from repartition.report.public.stock import occupied_key
from repartition.report.sides import Subject

_CODE, _BEFORE_PLACES = 1, 4
_KINDS = {
    "qpv": "programme.in_qpv",
    "contrat": "commune.contrat_de_ville",
    "sru": "commune.sru_deficit",
}


def territory(draft: Draft) -> Chapter:
    """Return who is housed where, before and after."""
    blocks: list[Block] = [
        _by_kind(draft),
        *_not_told(draft.subject),
        _by_commune(draft),
        *unmapped(draft.subject),
    ]
    return Chapter("territory", _("Territory"), tuple(blocks))


def _not_told(subject: Subject) -> Iterator[Sentences]:
    """Yield what no file says, and so no row."""
    if faults := tuple(untold(subject)):
        yield paragraph(
            *(
                _("{column}: {problem}.", column=_place(fault), problem=fault.problem)
                for fault in faults
            )
        )


def _place(fault: Fault) -> str:
    return ", ".join(filter(None, (fault.file, fault.column)))


def fragility(draft: Draft) -> Chapter:
    """Return the ACI households housed degree by degree, and those who live there today."""
    settings = draft.subject.instance.scenario.fragility
    first = _(
        "A programme of degree {degree} or more counts as fragile; one without a degree does not.",
        degree=number(settings.fragile_from),
    )
    degrees = sorted(draft.places["degree"], key=degree_order)
    table = _with_shares(
        draft,
        [(degree_name(degree), ("degree", degree)) for degree in degrees],
        key="degrees",
        title=_("Attributions by degree of fragility"),
        head=_("Degree"),
        chart=_("Share of ACI households among the attributions, by degree of fragility"),
        # A degree is fragile or it is not: this would be all there or nothing.
        with_outside=False,
    )
    return Chapter(
        "fragility",
        _("Fragility of the programmes"),
        (paragraph(first, *_weights(draft.subject.instance)), table, *_occupation(draft)),
    )


def _weights(instance: Instance) -> Iterator[str]:
    """Yield what degrees are computed from; nothing where they are given."""
    if instance.fragility_index is None:
        return
    yield _(
        "These degrees are computed from indicators of each programme, ranked and weighted: "
        "{indicators}.",
        indicators=_("; ").join(
            f"{indicator_name(each)} × {number(Fraction(each.weight), decimals=4)}"
            for each in instance.scenario.fragility.indicators
        ),
    )


def landlords(draft: Draft) -> Chapter:
    """Return the attributions of each landlord."""
    table = _with_shares(
        draft,
        [(landlord, ("landlord", landlord)) for landlord in sorted(draft.places["landlord"])],
        key="landlords",
        title=_("Attributions by landlord"),
        head=_("Landlord"),
        chart=_("Share of ACI households among the attributions of each landlord"),
    )
    return Chapter("landlords", _("Landlords"), (table,))


def _columns(draft: Draft, *, with_outside: bool = True) -> Iterator[Column]:
    subject = draft.subject
    yield from subject.columns(_("attributions"), Unit.COUNT, with_change=False)
    yield from subject.columns(_("to ACI households"), Unit.COUNT)
    if with_outside:
        yield from subject.columns(_("ACI outside fragile programmes"), Unit.COUNT)


def _cells(draft: Draft, *place: str, with_outside: bool = True) -> Iterator[Cell]:
    def of(measure: str) -> Iterator[Cell]:
        with_change = measure != "attributions"
        return draft.cells(lambda side: place_key(side, measure, *place), with_change=with_change)

    for measure in ("attributions", "aci", *(("aci-sound",) if with_outside else ())):
        yield from of(measure)


def _shares(draft: Draft, place: tuple[str, str]) -> Iterator[Cell]:
    return draft.shares(
        lambda side: place_key(side, "aci", *place),
        lambda side: place_key(side, "attributions", *place),
    )


def _by_kind(draft: Draft) -> Table:
    return Table(
        key="kinds-of-place",
        title=kinds_title(),
        columns=(Column(_("Where")), *_columns(draft)),
        rows=tuple(
            (word, *_cells(draft, partition, value))
            for partition, column in _KINDS.items()
            if draft.places[partition]
            for value, word in zip(("true", "false"), kind_words(column), strict=True)
        ),
    )


def _by_commune(draft: Draft) -> Table:
    # After the attributions: to ACI households, before and in the plan, then what changes.
    plan = _BEFORE_PLACES + 2 * len(draft.subject.sides) - 1
    return Table(
        key="communes",
        title=_("Commune by commune"),
        columns=(*commune_columns(), *_columns(draft)),
        rows=tuple(
            (*identity, *_cells(draft, "commune", identity[_CODE]))
            for identity in commune_rows(draft.subject.instance)
        ),
        notes=map_notes(draft.subject),
        charts=tuple(maps(draft.subject, plan)),
    )


def _with_shares(
    draft: Draft,
    places: list[tuple[str, tuple[str, str]]],
    *,
    key: str,
    title: str,
    head: str,
    chart: str,
    with_outside: bool = True,
) -> Table:
    """Return a table of places, each with its name, with the share of ACI households, drawn."""
    columns = (Column(head), *_columns(draft, with_outside=with_outside))
    shares = draft.subject.columns(
        _("ACI share of the attributions"), Unit.SHARE, with_change=False
    )
    return Table(
        key=key,
        title=title,
        columns=(*columns, *shares),
        rows=tuple(
            (
                name,
                *_cells(draft, *place, with_outside=with_outside),
                *_shares(draft, place),
            )
            for name, place in places
        ),
        charts=(
            Bars(
                title=chart,
                axis=_("share of the attributions (%)"),
                series=tuple(range(len(columns), len(columns) + len(draft.subject.sides))),
            ),
        ),
    )


def _occupation(draft: Draft) -> Iterator[Table]:
    if not draft.occupied:
        return
    ledger = draft.ledger
    yield Table(
        key="occupation",
        title=_("Who lives there today, by degree of fragility"),
        columns=(
            Column(_("Degree")),
            Column(_("dwellings occupied"), Unit.COUNT),
            Column(_("ACI households"), Unit.COUNT),
            Column(_("ACI share"), Unit.SHARE),
        ),
        rows=tuple(
            (
                degree_name(degree),
                ledger.cell(occupied_key("homes", degree)),
                ledger.cell(occupied_key("aci", degree)),
                ledger.share(occupied_key("aci", degree), occupied_key("homes", degree)),
            )
            for degree in sorted(draft.occupied, key=degree_order)
        ),
        notes=(_("Programmes that say both numbers; the plan does not change them here."),),
    )
