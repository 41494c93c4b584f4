"""Grids and households written as rows, and the points of each household worked out by hand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.factories import START, Row, household, instance, vacancy

from repartition.domain.cotation import Cotation, CotationGrid
from repartition.domain.table import Table
from repartition.ingest.cotation.points import count_points


def criterion(identifier: str, points: Any = 10, **keys: Any) -> Row:
    """Return a criterion that everybody with a positive number of persons meets."""
    rule = {} if keys.keys() & {"who", "measure"} else {"who": {"persons": {"min": 1}}}
    words = {"id": identifier, "label": f"criterion {identifier}", "proof": "a document"}
    return words | rule | {"points": points} | keys


def group(identifier: str, **keys: Any) -> Row:
    """Return a group whose criteria add up."""
    return {"id": identifier, "label": f"group {identifier}"} | keys


def grid(*criteria: Row, groups: Sequence[Row] = (), **keys: Any) -> CotationGrid:
    """Return the grid of these criteria."""
    whole = {"name": "a grid", "criterion": criteria, "group": tuple(groups)}
    return CotationGrid.model_validate(whole | keys)


def waiting(days: int) -> dict[str, Any]:
    """Return what makes a household one that has waited so many days."""
    return {"requested_on": START - timedelta(days=days)}


def table_of(*rows: Row) -> Table:
    """Return the table of some households."""
    return instance(households=rows, vacancies=[vacancy("v")]).who_view()


def counted(of: CotationGrid, **cells: Any) -> Cotation:
    """Return what a grid gives to one household."""
    return count_points(of, table_of(household("h", **cells)), label="grid.toml")


def lines_of(found: Cotation, household: int = 0) -> dict[str, int]:
    """Return the lines of a household that are not 0, in hundredths of a point."""
    amounts = found.amounts[:, household].tolist()
    return {line.id: n for line, n in zip(found.lines, amounts, strict=True) if n}
