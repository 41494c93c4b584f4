"""Raw tables against their schema: canonical cells, or every fault with its line.

A column is validated on its distinct cells, once each, by pydantic; what a cell says is then
spread to the rows. Cells that are refused are replaced by something harmless, so that everything
else can still be looked at and every fault found in one reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from repartition.domain.cells import LIST_SEPARATOR, write_decimal
from repartition.domain.table import CellKind, Column, Table
from repartition.errors import Fault
from repartition.ingest.descriptions import ColumnDescription, describe
from repartition.ingest.forbidden import forbidden_columns
from repartition.ingest.nearest import lookalike
from repartition.ingest.raw import RawTable, stripped_column
from repartition.ingest.sentences import sentence
from repartition.language import _, n_

MOST_LINES_NAMED: Final = 50
"""Lines named one by one for the same value of the same column; the others are counted."""
_HARMLESS: Final = {CellKind.NUMBER: "1", CellKind.BOOLEAN: "false"}


@dataclass(frozen=True, slots=True, eq=False)
class ReadTable:
    """A table whose cells are canonical, beside the file it comes from.

    Attributes
    ----------
    raw
        What the file says; its rows are those of ``table``.
    table
        The columns of the contract in their order, then the office's own by name. Empty cells hold
        their default where it does not depend on the row.
    sound
        bool, (n_rows,): no cell of the row was refused, and none that it needs is missing.
    given
        The columns of the contract that the file has.
    refused
        bool, (n_rows,), by column of the contract: its cell was refused. Those not named are sound.
    """

    raw: RawTable
    table: Table
    sound: NDArray[np.bool_]
    given: frozenset[str]
    refused: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.raw)

    def column(self, name: str) -> Column:
        """Return a column the contract names."""
        return self.table.columns[name]

    def is_sound_in(self, columns: Iterable[str]) -> NDArray[np.bool_]:
        """Return, for each row, whether its cells in these columns are sound."""
        sound = np.ones(len(self), np.bool_)
        for name in self.refused.keys() & set(columns):
            sound &= ~self.refused[name]
        return sound

    def has_every_row_named(self) -> bool:
        """Return whether no row was left out, and each that was kept has its identifier."""
        names = self.raw.columns.get(describe(self.raw.name)[0].name)
        return self.raw.has_every_row and names is not None and "" not in names.values

    def with_columns(self, columns: Mapping[str, Column]) -> "ReadTable":
        """Return this table with columns filled or derived."""
        return replace(self, table=self.table.with_columns(columns))

    def faults(
        self,
        rows: NDArray[np.bool_],
        column: str,
        *,
        problem: str,
        remedy: str = "",
        most: int = MOST_LINES_NAMED,
    ) -> list[Fault]:
        """Return the same fault for each of ``rows`` (bool, one per row), at most ``most``."""
        refusal = (problem, remedy)
        return _named(self.raw, np.flatnonzero(rows), column, refusal=refusal, most=most)


def validate(raw: RawTable) -> tuple[ReadTable, list[Fault]]:
    """Return the table read by the schema of its name, and what is wrong with its cells."""
    faults = list(forbidden_columns(raw))
    columns: dict[str, Column] = {}
    refused: dict[str, NDArray[np.bool_]] = {}
    described = describe(raw.name)
    for description in described:
        found = raw.columns.get(description.name)
        if found is None:
            unread = description.name in raw.unread
            if description.required and not unread:
                faults.append(_missing_column(raw, description))
            if description.required or unread:
                refused[description.name] = np.ones(len(raw), np.bool_)
            columns[description.name] = _absent(description, len(raw))
            continue
        column, unsound, column_faults = _read_column(raw, found, description)
        columns[description.name] = column
        if column_faults:
            refused[description.name] = unsound
        faults += column_faults
    known = frozenset(description.name for description in described)
    nothing = stripped_column([""] * len(raw))
    own = sorted((raw.columns.keys() | raw.unread) - known)
    columns |= {name: raw.columns.get(name, nothing) for name in own}
    given = known & (raw.columns.keys() | raw.unread)
    sound = ~np.logical_or.reduce([np.zeros(len(raw), np.bool_), *refused.values()])
    return ReadTable(raw, Table(raw.name, columns, known - given), sound, given, refused), faults


def write_cell(value: object) -> str:
    """Return the one spelling of a value: ``true``, ``1234.5``, ``2014-12-31``, ``a|b``."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return write_decimal(value)
        case date():
            return value.isoformat()
        case tuple():
            return LIST_SEPARATOR.join(value)
        case _:
            return str(value)


def _read_column(
    raw: RawTable, found: Column, description: ColumnDescription
) -> tuple[Column, NDArray[np.bool_], list[Fault]]:
    values = list(found.values)
    cells, refusals = read_cells(description, values)
    texts = [cells.get(code, description.default or "") for code in range(len(values))]
    harmless = _HARMLESS.get(description.kind, "")
    faults: list[Fault] = []
    refused = np.zeros(len(found), np.bool_)
    if description.required and "" in values:
        refusals[values.index("")] = (
            _("is empty"),
            _("write it: {meaning}", meaning=_(description.meaning)),
        )
    for code, refusal in refusals.items():
        texts[code] = harmless
        rows = found.codes == code
        refused |= rows
        faults += _named(raw, np.flatnonzero(rows), description.name, refusal=refusal)
    merged = Column.from_cells(texts, description.kind)
    codes = merged.codes[found.codes] if values else found.codes
    return Column(merged.values, codes, description.kind), refused, faults


def read_cells(
    description: ColumnDescription, values: list[str]
) -> tuple[dict[int, str], dict[int, tuple[str, str]]]:
    """Return the canonical text of each cell that is not empty, and why the others are refused."""
    codes = [code for code, value in enumerate(values) if value]
    refusals: dict[int, tuple[str, str]] = {}
    adapter = _adapter(description.name, description.type)
    try:
        read = adapter.validate_python([values[code] for code in codes])
    except ValidationError as error:
        for details in error.errors(include_url=False):
            refusals.setdefault(codes[int(details["loc"][0])], sentence(details))
        codes = [code for code in codes if code not in refusals]
        read = adapter.validate_python([values[code] for code in codes])
    return {code: write_cell(value) for code, value in zip(codes, read, strict=True)}, refusals


@cache
def _adapter(_name: str, cell_type: Any) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[cell_type])


def _absent(description: ColumnDescription, length: int) -> Column:
    text = description.default
    if text is None:
        text = _HARMLESS.get(description.kind, "")
    if length == 0:
        return Column((), np.zeros(0, np.int32), description.kind)
    return Column.constant(text, length, description.kind)


def _missing_column(raw: RawTable, description: ColumnDescription) -> Fault:
    known = {column.name for column in describe(raw.name)}
    strangers = [name for name in raw.columns if name not in known]
    like = lookalike(description.name, strangers)
    remedy = _("add it: {meaning}", meaning=_(description.meaning))
    if like:
        remedy = _(
            "add it ({meaning}), or rename {like}", meaning=_(description.meaning), like=like
        )
    return Fault(
        _("the column is missing"),
        remedy,
        file=raw.file,
        line=raw.header_line,
        column=description.name,
    )


def _named(
    raw: RawTable,
    rows: Iterable[np.intp],
    column: str,
    *,
    refusal: tuple[str, str],
    most: int = MOST_LINES_NAMED,
) -> list[Fault]:
    problem, remedy = refusal
    in_file_order = sorted((int(row) for row in rows), key=lambda row: raw.line(row, column))
    faults = [
        raw.fault(row, column, problem=problem, remedy=remedy) for row in in_file_order[:most]
    ]
    if (others := len(in_file_order) - most) > 0:
        more = n_("and {number} more row", "and {number} more rows", others)
        last = faults[-1]
        faults[-1] = Fault(
            f"{last.problem} ({more})",
            remedy,
            file=last.file,
            line=last.line,
            column=column,
            value=last.value,
        )
    return faults
