"""The columns of the tables as a reader should know them: for messages, template, dictionary."""

from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from pydantic.fields import FieldInfo

from repartition.domain.table import CellKind
from repartition.ingest.cell_types import Allowed, Meant
from repartition.ingest.schemas import TABLES
from repartition.language import _


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column as a reader should know it.

    Attributes
    ----------
    type
        The pydantic type its cells are validated with.
    default
        The text an empty cell stands for; None where the cell must be filled.
    otherwise
        In words, what an empty cell stands for where that depends on the row; may be empty.
    allowed
        The closed list of what the cell may say; empty where the list is open.
    """

    name: str
    type: Any
    kind: CellKind
    required: bool
    default: str | None
    otherwise: str
    meaning: str
    example: str
    allowed: tuple[str, ...]


@cache
def describe(table: str) -> tuple[ColumnDescription, ...]:
    """Return the columns of a table in their order, the one that names its rows first.

    Sentences are in English; pass them through ``_`` where they are shown.
    """
    model = TABLES[table]
    types = get_type_hints(model, include_extras=True)
    return tuple(
        _description(name, types[name], field) for name, field in model.model_fields.items()
    )


def _description(name: str, annotated: Any, field: FieldInfo) -> ColumnDescription:
    metadata = annotated.__metadata__
    kind = next(item.kind for item in metadata if isinstance(item, Meant))
    allowed = next((item.words for item in metadata if isinstance(item, Allowed)), ())
    extra = field.json_schema_extra
    return ColumnDescription(
        name=name,
        type=annotated,
        kind=kind,
        required=field.is_required(),
        default=None if field.is_required() else str(field.default),
        otherwise=str(extra["otherwise"]) if isinstance(extra, dict) else "",
        meaning=field.description or "",
        example=str((field.examples or [""])[0]),
        allowed=("true", "false") if kind is CellKind.BOOLEAN else allowed,
    )


def kind_in_words(kind: CellKind) -> str:
    """Return what a reader calls a kind of cell."""
    return {
        CellKind.TEXT: _("text"),
        CellKind.NUMBER: _("number"),
        CellKind.BOOLEAN: _("yes or no"),
        CellKind.DATE: _("date"),
        CellKind.LIST: _("list"),
        CellKind.UNKNOWN: _("any"),
    }[kind]
