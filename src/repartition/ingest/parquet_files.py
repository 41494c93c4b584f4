"""Tables as Parquet files."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from repartition.domain.cells import LIST_SEPARATOR, write_decimal
from repartition.errors import Fault
from repartition.ingest.raw import NO_HEADER_LINE, RawTable, Record, table_from_records
from repartition.ingest.workbooks import cell_text, without_exponent
from repartition.language import _


def read_parquet(path: Path, name: str, *, file: str) -> tuple[RawTable | None, list[Fault]]:
    """Return the table of one Parquet file, or None, and what is wrong with its shape.

    Lines are rows, the first is 1. A list in a cell is written with its separator; a missing value
    is an empty cell.
    """
    try:
        table = pq.read_table(path)  # type: ignore[no-untyped-call]  # Arrow has no types
    except (OSError, ValueError):  # what Arrow raises is one of the two
        problem = _("the file cannot be read as Parquet")
        return None, [Fault(problem, _("write it again, or give a CSV file"), file=file)]
    header = Record(NO_HEADER_LINE, table.column_names)
    columns = [_cells(column.to_pylist()) for column in table.columns]
    records = (Record(line, cells) for line, cells in enumerate(zip(*columns, strict=True), 1))
    return table_from_records(name, file, header=header, records=records)


def _cells(values: Sequence[object]) -> list[str]:
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    match value:
        case list():
            return LIST_SEPARATOR.join(_cell(item) for item in value)
        case Decimal():
            return write_decimal(value) if value.is_finite() else str(value)
        case float():
            # A Parquet number is what a program computed: every digit of it counts.
            return str(int(value)) if value.is_integer() else without_exponent(repr(value))
        case _:
            return cell_text(value)
