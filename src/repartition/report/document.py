"""What a report is made of, whatever shows it: chapters of sentences, tables and charts.

A figure is computed once and stands in one cell, as the exact number it is; the console, the page
and the workbook write it each in its own way. A chart holds no figure: it says which columns of its
table it draws.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from repartition.language import Language


class Unit(Enum):
    """What the numbers of a column are, and so how they are written."""

    TEXT = "text"
    CODE = "code"
    """Text that is copied rather than read: a path, a hash."""
    COUNT = "count"
    """How many; a sum of shortfalls may have decimals."""
    CHANGE = "change"
    """How many more or fewer: always with its sign."""
    SHARE = "share"
    """A share of one, written in percent."""
    EUROS_PER_SQUARE_METRE = "euros_per_square_metre"
    """Euros a month per square metre."""
    DAYS = "days"
    DECIMAL = "decimal"
    """A mean, to one decimal."""

    @property
    def is_text(self) -> bool:
        """Whether the cells are words: set to the left, never added up."""
        return self in {Unit.TEXT, Unit.CODE}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number whose unit is not that of its column: where each row counts another thing."""

    value: int | Fraction | None
    unit: Unit


Cell: TypeAlias = str | int | Fraction | Amount | None
"""A word, an exact number, or None where a number would have no meaning."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and what its numbers are.

    Neighbours of the same ``group`` stand under one head; ``""`` = alone.
    """

    title: str
    unit: Unit = Unit.TEXT
    group: str = ""

    @property
    def full_title(self) -> str:
        """The head where there is one line of heads only."""
        return f"{self.group}, {self.title}" if self.group else self.title


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side: one group a row of the table, one bar a column of ``series``.

    ``series`` are places of columns, the first, the reference, drawn lighter; ``axis`` says what
    is measured, and in which unit. ``most`` rows are drawn, those that come first.
    """

    title: str
    axis: str
    series: tuple[int, ...]
    most: int = 30


@dataclass(frozen=True, slots=True)
class Ranges:
    """A bar from a low to a high column with a mark at a middle one: quartiles."""

    title: str
    axis: str
    low: int
    middle: int
    high: int
    most: int = 30


@dataclass(frozen=True, slots=True)
class Bubbles:
    """A bubble a row, on the line of its first cell: how far along, how large and how dark.

    ``along``, ``size`` and ``shade`` are places of columns; ``axis`` and the two legends say what
    they measure, and in which unit. A row without a number ``along`` is not drawn; without one
    of ``shade`` it is drawn empty. No ``shade`` = all alike.
    """

    title: str
    axis: str
    along: int
    size: int
    size_legend: str
    shade: int | None
    shade_legend: str


@dataclass(frozen=True, slots=True)
class Area:
    """One commune on a map: rings of points, ``(x, y)``, x to the east and y to the north."""

    code: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A map of communes, coloured and labelled by one column.

    Attributes
    ----------
    code, value
        Places of the columns with the code of the commune, and what is shown of it.
    legend
        What the colours mean, with its unit.
    areas
        What is drawn, in the order of the table; a row without an area is not on the map.
    is_schematic
        Whether areas are equal tiles, so that nothing is said by their size.
    """

    title: str
    legend: str
    code: int
    name: int
    value: int
    areas: tuple[Area, ...]
    is_schematic: bool


Chart: TypeAlias = Bars | Ranges | Bubbles | Map


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows have as many cells as there are columns; the first one names the row.

    Attributes
    ----------
    key
        What the page and the workbook call it: small letters and hyphens, unique in a report.
    notes
        What a reader must know to read it: definitions, what is left out.
    charts
        What draws it.
    shown
        Rows shown at first where there are many; the others are one click away. None = all.
    choices
        Places of columns of words: a reader may pick one word of each, and sees the rows and the
        bubbles that have it.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    shown: int | None = None
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """A paragraph; ``strong`` where it must not be missed."""

    sentences: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, with a line that leads to it."""

    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commands:
    """Lines to type, or to write into a file, as they stand."""

    lead: str
    lines: tuple[str, ...]


Block: TypeAlias = Sentences | Bullets | Commands | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question a reader has, and what answers it."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the chapter, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; ``""`` = nothing to say there.

    ``run`` tells which run it is of; ``banner`` must be seen on every page, ``notice`` before the
    first figure.
    """

    title: str
    subtitle: str
    banner: str
    language: Language
    chapters: tuple[Chapter, ...]
    notice: str = ""
    run: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in order."""
        return tuple(table for chapter in self.chapters for table in chapter.tables)


def amount_of(cell: Cell, column: Column) -> tuple[str | int | Fraction | None, Unit]:
    """Return what a cell holds and in which unit: its own, or that of its column."""
    return (cell.value, cell.unit) if isinstance(cell, Amount) else (cell, column.unit)


def change(before: int | Fraction | None, after: int | Fraction | None) -> int | Fraction | None:
    """Return how much more there is after than before; None where either is missing."""
    return None if before is None or after is None else after - before


def paragraph(*sentences: str, strong: bool = False) -> Sentences:
    """Return sentences as one paragraph."""
    return Sentences(tuple(sentences), strong)
