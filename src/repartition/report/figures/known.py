"""What the files say of places: a column that no file has holds defaults, which say nothing."""

from typing import Final

from repartition.domain.instance import Instance
from repartition.domain.table import Column

IN_QPV: Final = "programme.in_qpv"
KINDS_OF_PLACE: Final = (IN_QPV, "commune.contrat_de_ville", "commune.sru_deficit")
"""The columns that part all places in two: what the policy tells apart."""


def source_of(instance: Instance, name: str) -> tuple[str, str]:
    """Return the table and the column of the files that ``TABLE.COLUMN`` is read from.

    Whether a programme is in a QPV is read from the perimeter that the scenario names.
    """
    table, _dot, column = name.partition(".")
    return table, instance.scenario.fragility.perimeter if column == "in_qpv" else column


def is_known(instance: Instance, name: str) -> bool:
    """Return whether some file has what ``TABLE.COLUMN`` is read from, where it tells a kind.

    Other columns are known as they are: a degree that no file has is that of no programme classed.
    """
    tables = {
        "commune": instance.communes.table,
        "programme": instance.programmes.table,
    }
    table, column = source_of(instance, name)
    return name not in KINDS_OF_PLACE or column not in tables[table].absent


def known_column(instance: Instance, name: str) -> Column | None:
    """Return a column that ``where`` sees, one cell per vacancy; None where no file has it."""
    return instance.where_view().column(name) if is_known(instance, name) else None
