"""The mapping file: which column of a spreadsheet says what, in which unit and codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from repartition.errors import Fault, InputError
from repartition.importers.sheet.days import is_form_of_days
from repartition.importers.sheet.units import units_of
from repartition.importers.tables import KEY_COLUMNS
from repartition.ingest.cell_types import Allowed
from repartition.ingest.descriptions import describe
from repartition.ingest.forbidden import tells_origin_or_name
from repartition.ingest.nearest import suggestion
from repartition.ingest.schemas import TABLES
from repartition.ingest.toml_files import TomlFile
from repartition.ingest.toml_models import read_model
from repartition.language import _

PROGRAMME: Final = "programme"


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ColumnSource(_Closed):
    """Where the cells of one column come from."""

    column: str = ""
    """Their header."""
    value: str = ""
    """What every row says, where their file has no such column."""
    unit: str = ""
    """What their figures are in, where it is not ours."""
    codes: dict[str, str] = Field(default_factory=dict)
    """Their words, and ours for each."""
    format: str = ""
    """How their dates are written, such as ``%d.%m.%Y``; ``excel``: the days Excel counts."""
    match: Literal["", "name"] = ""
    """``name``: they name the programme, and the dataset has its identifier."""


def _as_table(source: object) -> object:
    return {"column": source} if isinstance(source, str) else source


Source: TypeAlias = Annotated[ColumnSource, BeforeValidator(_as_table)]


class MappingFile(_Closed):
    """A mapping file, as it is written."""

    schema_: Literal[1] = Field(alias="schema")
    table: Annotated[str, Allowed(tuple(TABLES))]
    sheet: str = ""
    """Which sheet of a workbook; the first where not given."""
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    """The row that names their columns."""
    columns: dict[str, Source]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that holds together, and the file it was read from."""

    rules: MappingFile
    file: TomlFile

    def fault(self, ours: str, problem: str, remedy: str, *, value: str) -> Fault:
        """Return a fault of one line of the mapping."""
        return self.file.fault(("columns", ours), problem, remedy, value=value)


def read_mapping(path: Path, *, table: str = "", sheet: str = "") -> Mapping:
    """Return the mapping of a file.

    Parameters
    ----------
    table
        The table it must be about; empty = any.
    sheet
        The sheet to read, whatever the mapping says; empty = as it says.

    Raises
    ------
    InputError
        With every fault of it.
    """
    rules, file = read_model(path, MappingFile)
    if sheet:
        rules = rules.model_copy(update={"sheet": sheet})
    mapping = Mapping(rules, file)
    found = [*_table_faults(mapping, table), *_column_faults(mapping)]
    if found:
        raise InputError(found)
    return mapping


def _table_faults(mapping: Mapping, table: str) -> Iterator[Fault]:
    rules = mapping.rules
    if table and rules.table != table:
        yield mapping.file.fault(
            ("table",),
            _("this import is about another table"),
            _("write {table}", table=table),
            value=rules.table,
        )
    for name in KEY_COLUMNS[rules.table]:
        optional = {column.name for column in describe(rules.table) if not column.required}
        if name not in rules.columns and name not in optional:
            yield mapping.file.fault(
                ("columns",),
                _("nothing says which row is which"),
                _("add {column} = and the header of their identifier", column=name),
                value=name,
            )


def _column_faults(mapping: Mapping) -> Iterator[Fault]:
    described = {column.name: column for column in describe(mapping.rules.table)}
    for ours, source in mapping.rules.columns.items():
        column = described.get(ours)
        if not ours.strip():
            problem = _("a column of ours has no name")
            yield mapping.fault(ours, problem, _("write it before the ="), value=source.column)
        if any(tells_origin_or_name(name, mapping.rules.table) for name in (ours, source.column)):
            problem = _("nothing may be decided by this, so it is not read")
            remedy = _(
                "take the line out; if the column holds something else, give it another header"
            )
            yield mapping.fault(ours, problem, remedy, value=source.column or ours)
        if bool(source.column) == bool(source.value):
            yield mapping.fault(
                ours,
                _("either a column of theirs or one value for every row"),
                _("write column = or value ="),
                value=ours,
            )
        if source.unit and source.unit not in (known := units_of(column)):
            yield mapping.fault(
                ours, _("this column has no such unit"), suggestion(source.unit, known),
                value=source.unit,
            )  # fmt: skip
        if source.format and not is_form_of_days(source.format):
            problem = _("no day can be read by this")
            remedy = _("write %Y, %m and %d as they come, such as %d.%m.%Y, or excel")
            yield mapping.fault(ours, problem, remedy, value=source.format)
        if source.match and ours != PROGRAMME:
            problem = _("only programmes are found by their name")
            yield mapping.fault(ours, problem, _("take match out"), value=source.match)
