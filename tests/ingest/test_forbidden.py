"""Origin, sex, religion and names never enter."""

import numpy as np
import pytest

from repartition.domain.table import Column
from repartition.ingest.forbidden import forbidden_columns
from repartition.ingest.raw import RawTable
from repartition.ingest.validation import validate


def table(name: str, column: str) -> RawTable:
    columns = {"household": Column.from_cells(["H1"]), column: Column.from_cells(["x"])}
    return RawTable(name, f"data/{name}.csv", columns, np.array([2]), 1)


@pytest.mark.parametrize(
    "column", ["nationalite", "Nationalité", "SEXE", "Nom de famille", "prénom", "birthplace"]
)
def test_a_column_about_origin_sex_or_name_is_refused_however_it_is_spelt(column: str) -> None:
    (fault,) = forbidden_columns(table("households", column))
    assert (fault.file, fault.line, fault.column) == ("data/households.csv", 1, column)
    assert fault in validate(table("households", column))[1]


@pytest.mark.parametrize("column", ["sexagenaire", "nombre", "profession", "original_rank"])
def test_a_column_that_only_looks_alike_is_kept(column: str) -> None:
    assert not list(forbidden_columns(table("households", column)))


def test_programmes_and_communes_have_names() -> None:
    assert not list(forbidden_columns(table("programmes", "nom")))


def test_a_forbidden_column_given_twice_is_refused_too() -> None:
    """Once the doubled name is mended it would be the next thing said: it is said at once."""
    (fault,) = forbidden_columns(table("households", "sexe").without(["sexe"]))
    assert fault.column == "sexe"
