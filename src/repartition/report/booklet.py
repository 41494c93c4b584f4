"""What a booklet is made of: sheets, each one printed page, and the parts that stand on them.

A report flows over as many pages as it needs; a sheet is handed out, written on and filed by
itself, so nothing of it may run over: whoever fills it cuts what is long, and says that it did.
"""

from dataclasses import dataclass
from typing import TypeAlias

from repartition.language import Language


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and what it stands for."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts one beside the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The same facts of several things side by side: a column each.

    A cell may have several lines. Rows are ``(label, cells)``, as many cells as heads. ``is_led``:
    the first column is the one the others are compared with, and stands out.
    """

    title: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    is_led: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Boxes to tick and room to write: a line each of ``lines``, then as many empty ones.

    ``boxes`` are the answers, ``writing`` the heads of what is written by hand; ``ends`` is what is
    filled in once, under all.
    """

    title: str
    corner: str
    lines: tuple[str, ...]
    boxes: tuple[str, ...]
    writing: tuple[str, ...]
    empty: int
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """A short title over a paragraph and a list."""

    title: str
    sentences: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A row of a list that leads to a sheet."""

    cells: tuple[str, ...]
    sheet: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A list whose rows lead to sheets; the last column is the number of the page."""

    title: str
    heads: tuple[str, ...]
    links: tuple[Link, ...]


Part: TypeAlias = Facts | Matrix | Form | Titled | Contents


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page.

    ``key`` is what links call it, unique in a booklet; ``is_prose``: it is read rather than looked
    up, and set larger.
    """

    key: str
    kind: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Booklet:
    """Sheets in order. ``banner`` must be seen on every page; ``""`` = nothing to say there."""

    title: str
    banner: str
    language: Language
    sheets: tuple[Sheet, ...]

    def number(self, key: str) -> int:
        """Return the number of the page a sheet is printed on, from 1."""
        return next(place for place, sheet in enumerate(self.sheets, 1) if sheet.key == key)
