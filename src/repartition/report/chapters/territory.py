"""The territory: commune by commune, and in and out of what the policy tells apart."""

from collections.abc import Iterator

from repartition.domain.instance import Instance
from repartition.language import _, n_
from repartition.report.document import Block, Cell, Chapter, Column, Map, Table, Unit, paragraph
from repartition.report.figures.known import KINDS_OF_PLACE, is_known
from repartition.report.figures.places import NOTHING_THERE, PlaceCount, count_by
from repartition.report.labels import commune_names, yes_or_no
from repartition.report.maps.tiles import is_on_grid, tile_map
from repartition.report.sides import Subject

_CODE, _ATTRIBUTIONS = 1, 5


def territory(subject: Subject) -> Chapter:
    """Return who is housed where, before and after."""
    blocks: list[Block] = [_by_kind(subject), _by_commune(subject), *unmapped(subject)]
    return Chapter("territory", _("Territory"), tuple(blocks))


def unmapped(subject: Subject) -> Iterator[Block]:
    """Yield which communes the map does not know, or does not have."""
    strangers = sum(not is_on_grid(code) for code in commune_names(subject.instance))
    if subject.shapes is None and strangers:
        yield paragraph(
            n_(
                "{number} commune is unknown to the schematic map and stands under the others; "
                "give your own outlines with --shapes.",
                "{number} communes are unknown to the schematic map and stand under the "
                "others; give your own outlines with --shapes.",
                strangers,
            )
        )
    yield from _without_shape(subject)


def place_columns(subject: Subject, *, with_outside: bool = True) -> tuple[Column, ...]:
    """Return the columns of what plans do in a place.

    ``with_outside`` adds what is outside fragile programmes, where a place may have both.
    """
    outside = subject.columns(_("ACI outside fragile programmes"), Unit.COUNT)
    return (
        Column(_("dwellings of the period"), Unit.COUNT),
        *subject.columns(_("attributions"), Unit.COUNT, with_change=False),
        *subject.columns(_("to ACI households"), Unit.COUNT),
        *(outside if with_outside else ()),
    )


def place_cells(
    subject: Subject, before: PlaceCount | None, after: PlaceCount, *, with_outside: bool = True
) -> tuple[Cell, ...]:
    """Return the cells under those columns; dashes of a plan whose files do not tell the place."""
    was = (None,) * 3 if before is None else _told(before)
    attributions, aci, outside = zip(was, _told(after), strict=True)
    return (
        after.dwellings,
        *subject.cells(*attributions, with_change=False),
        *subject.cells(*aci),
        *(subject.cells(*outside) if with_outside else ()),
    )


def _told(count: PlaceCount) -> tuple[int, int, int]:
    return count.attributions, count.aci, count.aci_outside_fragile


def counts_of(subject: Subject, name: str) -> tuple[dict[str, PlaceCount], dict[str, PlaceCount]]:
    """Return what the plan before and the plan do for each value of a column."""
    before = subject.before
    return (
        {} if before is None else count_by(before.instance, before.plan, name),
        count_by(subject.instance, subject.after.plan, name),
    )


def _by_kind(subject: Subject) -> Table:
    rows = [row for name in KINDS_OF_PLACE for row in _kind_rows(subject, name)]
    return Table(
        key="kinds-of-place",
        title=kinds_title(),
        columns=(Column(_("Where")), *place_columns(subject)),
        rows=tuple(rows),
    )


def kinds_title() -> str:
    """Return what the table of the kinds of place is called."""
    return _("In and out of the priority districts, of the Contrat de Ville and of SRU deficit")


def kind_words(name: str) -> tuple[str, str]:
    """Return what is called inside and what outside, of a column that tells the two apart."""
    return {
        "programme.in_qpv": (_("In a priority district (QPV)"), _("Outside the QPV")),
        "commune.contrat_de_ville": (
            _("Communes of the Contrat de Ville"),
            _("Communes outside the Contrat de Ville"),
        ),
        "commune.sru_deficit": (
            _("Communes in SRU deficit"),
            _("Communes not in SRU deficit"),
        ),
    }[name]


def _kind_rows(subject: Subject, name: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the two rows of a kind; none where no file of the plan's tells it."""
    if not is_known(subject.instance, name):
        return
    before, after = counts_of(subject, name)
    other = subject.before
    nothing = NOTHING_THERE if other and is_known(other.instance, name) else None
    for cell, word in zip(("true", "false"), kind_words(name), strict=True):
        yield (
            word,
            *place_cells(subject, before.get(cell, nothing), after.get(cell, NOTHING_THERE)),
        )


def _by_commune(subject: Subject) -> Table:
    before, after = counts_of(subject, "programme.commune")
    rows = tuple(
        (
            *identity,
            *place_cells(
                subject,
                before.get(identity[_CODE], NOTHING_THERE),
                after.get(identity[_CODE], NOTHING_THERE),
            ),
        )
        for identity in commune_rows(subject.instance)
    )
    # After the attributions: to ACI households, before and in the plan, then what changes.
    plan = _ATTRIBUTIONS + 2 * len(subject.sides) - 1
    return Table(
        key="communes",
        title=_("Commune by commune"),
        columns=(*commune_columns(), *place_columns(subject)),
        rows=rows,
        notes=map_notes(subject),
        charts=tuple(maps(subject, plan)),
    )


def commune_columns() -> tuple[Column, ...]:
    """Return the columns that say which commune a row is, and what the policy makes of it."""
    return (
        Column(_("Commune")),
        Column(_("INSEE code")),
        Column(_("Contrat de Ville")),
        Column(_("SRU deficit")),
    )


def commune_rows(instance: Instance) -> Iterator[tuple[str, str, str, str]]:
    """Yield the cells under those columns, commune by commune."""
    for row, (code, name) in enumerate(commune_names(instance).items()):
        yield (
            name,
            code,
            commune_flag(instance, "contrat_de_ville", row),
            commune_flag(instance, "sru_deficit", row),
        )


def commune_flag(instance: Instance, name: str, row: int) -> str:
    """Return yes or no of a commune, or that no file says it."""
    if not is_known(instance, f"commune.{name}"):
        return _("not given")
    return yes_or_no(instance.communes.table.columns[name].cell(row))


def maps(subject: Subject, plan: int) -> Iterator[Map]:
    """Yield the maps of a table of communes: column ``plan`` and, after it, what changes."""
    yield commune_map(
        subject,
        title=_("ACI households housed by the plan, by commune"),
        legend=_("ACI households"),
        value=plan,
    )
    if subject.before is not None:
        yield commune_map(
            subject,
            title=_(
                "ACI households housed: change against the comparison ({name})",
                name=subject.before.name,
            ),
            legend=_("change, households"),
            value=plan + 1,
        )


def commune_map(subject: Subject, *, title: str, legend: str, value: int) -> Map:
    """Return the map of one column of a table whose rows begin with a commune's name and code."""
    communes = tuple(commune_names(subject.instance))
    return Map(
        title=title,
        legend=legend,
        code=_CODE,
        name=0,
        value=value,
        areas=tile_map(communes) if subject.shapes is None else subject.shapes,
        is_schematic=subject.shapes is None,
    )


def map_notes(subject: Subject) -> tuple[str, ...]:
    """Return what a reader must know of the map."""
    if subject.shapes is not None:
        return ()
    return (
        _(
            "The map is schematic: one square a commune, placed about where it lies; sizes and "
            "borders mean nothing."
        ),
    )


def _without_shape(subject: Subject) -> Iterator[Block]:
    """Yield which communes are not among the outlines the reader gave."""
    if subject.shapes is None:
        return
    drawn = {area.code for area in subject.shapes}
    missing = [name for code, name in commune_names(subject.instance).items() if code not in drawn]
    if missing:
        yield paragraph(
            _(
                "Not in the file of outlines, and so not on the map: {names}.",
                names=", ".join(missing),
            )
        )
