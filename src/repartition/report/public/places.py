"""Counts of attributions by place: in a lattice of sums, from the communes up to the whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from repartition.domain.instance import Instance
from repartition.domain.table import Column
from repartition.language import _
from repartition.report.figures.crossed import Crossed, crossed
from repartition.report.figures.known import is_known
from repartition.report.public.ledger import Ledger
from repartition.report.publication import Key
from repartition.report.sides import Side

PLAN: Final = "plan"
BEFORE: Final = "before"
"""What counts of the plan reported on, and of what it is compared with, are called by."""

EVERYWHERE: Final = ("all",)
PARTITIONS: Final = {
    "qpv": "programme.in_qpv",
    "contrat": "commune.contrat_de_ville",
    "sru": "commune.sru_deficit",
    "commune": "programme.commune",
    "degree": "programme.fragility",
    "landlord": "programme.bailleur",
    "financing": "vacancy.financing",
}
"""Ways to part all attributions by where they are, and the column each is read from."""

_MADE_OF: Final = {"contrat": "contrat_de_ville", "sru": "sru_deficit"}
"""Partitions made of communes, and the column of theirs that parts them."""
_YES_OR_NO: Final = frozenset({"qpv", *_MADE_OF})
_ATOMS: Final = ("aci-sound", "aci-fragile", "other-sound", "other-fragile")


def place_key(side: str, measure: str, *place: str) -> Key:
    """Return what the count of a measure in a place is called.

    Measures are ``attributions``; ``aci`` and ``other``, those to ACI households and to others;
    ``sound`` and ``fragile``, those outside fragile programmes and in them; and both together, as
    ``aci-sound``.
    """
    return (side, measure, *(place or EVERYWHERE))


def places_of(sides: Iterable[Side]) -> dict[str, tuple[str, ...]]:
    """Return the places of each partition where any of the plans could house somebody.

    Every commune is among them, and both sides of what is told apart by yes or no. None of a
    partition that the files of some plan do not tell: what is unknown is not 0.
    """
    sides = tuple(sides)
    return {
        name: tuple(dict.fromkeys(value for side in sides for value in _known(side.instance, name)))
        or tuple(dict.fromkeys(place for side in sides for place in _found(side, name)))
        if all(is_known(side.instance, column) for side in sides)
        else ()
        for name, column in PARTITIONS.items()
    }


def count_places(
    ledger: Ledger, name: str, side: Side, places: Mapping[str, Sequence[str]]
) -> None:
    """Write down what a plan does everywhere and in each place, and every sum that ties them."""
    everywhere = Column.constant("", side.instance.n_vacancies)
    whole = crossed(side.instance, side.plan, everywhere).get("", Crossed())
    _count_place(ledger, name, EVERYWHERE, whole)
    for partition, values in places.items():
        found = _found(side, partition) if values else {}
        for value in values:
            _count_place(ledger, name, (partition, value), found.get(value, Crossed()))
        # Those of the communes say more than to sum up to all.
        if found and partition not in _MADE_OF:
            _sum_up(ledger, name, EVERYWHERE, [(partition, value) for value in values])
    _tie_communes(ledger, name, side.instance, [kind for kind in _MADE_OF if places[kind]])
    if places["qpv"]:
        _tie_districts(ledger, name, side)


def _known(instance: Instance, partition: str) -> tuple[str, ...]:
    """Return the places of a partition that are there whether or not they have dwellings."""
    if partition == "commune":
        return tuple(instance.communes.table.identifiers())
    return ("true", "false") if partition in _YES_OR_NO else ()


def _found(side: Side, partition: str) -> dict[str, Crossed]:
    column = side.instance.where_view().column(PARTITIONS[partition])
    return {} if column is None else crossed(side.instance, side.plan, column)


def no_home() -> str:
    """Return why nobody could be counted in a place without dwellings."""
    return _("no dwelling to let there in the period")


def _count_place(ledger: Ledger, side: str, place: tuple[str, ...], found: Crossed) -> None:
    """Write down the four crossed counts of a place, and the sums of two and of all."""
    no_sound = "" if found.has_sound else _("no dwelling to let there outside fragile programmes")
    no_fragile = "" if found.has_fragile else _("no dwelling to let there in fragile programmes")
    neither = no_home() if no_sound and no_fragile else ""
    sound, fragile = neither or no_sound, neither or no_fragile
    aci, other = (found.aci_sound, found.aci_fragile), (found.other_sound, found.other_fragile)

    def count(measure: str, number: int, why: str) -> Key:
        return ledger.count(place_key(side, measure, *place), number, impossible=why)

    aci_sound = count("aci-sound", aci[0], sound)
    aci_fragile = count("aci-fragile", aci[1], fragile)
    other_sound = count("other-sound", other[0], sound)
    other_fragile = count("other-fragile", other[1], fragile)
    ledger.sum(count("aci", sum(aci), neither), [aci_sound, aci_fragile])
    ledger.sum(count("other", sum(other), neither), [other_sound, other_fragile])
    ledger.sum(count("sound", aci[0] + other[0], sound), [aci_sound, other_sound])
    ledger.sum(count("fragile", aci[1] + other[1], fragile), [aci_fragile, other_fragile])
    everybody = count("attributions", sum(aci) + sum(other), neither)
    ledger.sum(everybody, [place_key(side, "aci", *place), place_key(side, "other", *place)])


def _sum_up(
    ledger: Ledger, side: str, whole: tuple[str, ...], parts: Iterable[tuple[str, ...]]
) -> None:
    """Say that a place is the sum of others; what holds of the crossed counts holds of all."""
    parts = tuple(parts)
    for atom in _ATOMS:
        ledger.sum(place_key(side, atom, *whole), [place_key(side, atom, *part) for part in parts])


def _tie_communes(ledger: Ledger, side: str, instance: Instance, partitions: Iterable[str]) -> None:
    """Say which communes partitions such as the Contrat de Ville are made of."""
    table = instance.communes.table
    for name in partitions:
        column = table.columns[_MADE_OF[name]]
        for value in ("true", "false"):
            members = [
                ("commune", code)
                for row, code in enumerate(table.identifiers())
                if (column.cell(row) == "true") == (value == "true")
            ]
            _sum_up(ledger, side, (name, value), members)


def _tie_districts(ledger: Ledger, name: str, side: Side) -> None:
    """Say which part of each commune is in a QPV; one without such a dwelling lies outside."""
    view = side.instance.where_view()
    qpv, commune = view.column(PARTITIONS["qpv"]), view.column(PARTITIONS["commune"])
    if qpv is None or commune is None:
        return
    inside = qpv.test(lambda cell: cell == "true")
    sides = {
        value: crossed(side.instance, side.plan, commune, within=within)
        for value, within in (("true", inside), ("false", ~inside))
    }
    for value, found in sides.items():
        for code, counts in found.items():
            _count_place(ledger, name, ("district", value, code), counts)
        _sum_up(ledger, name, ("qpv", value), [("district", value, code) for code in found])
    for code in dict.fromkeys(code for found in sides.values() for code in found):
        parts = [("district", value, code) for value, found in sides.items() if code in found]
        _sum_up(ledger, name, ("commune", code), parts)
