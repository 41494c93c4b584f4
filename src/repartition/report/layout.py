"""How a table looks on a console: a title, a rule under the heads, nothing more."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import Box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

# Only characters that every console has: the same table everywhere.
_RULED: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """Return a table: the first column holds names, the others numbers.

    A head that starts with ``<`` names a column of words, set to the left.
    """
    drawn = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=_RULED,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    cells = [list(row) for row in rows]
    for place, head in enumerate(heads):
        if place == 0 or head.startswith("<"):
            drawn.add_column(Text(head.removeprefix("<")), overflow="fold")
        else:
            # Numbers stay on one line; their head takes as many lines as it has words.
            width = max(map(len, [*head.split(), *(row[place] for row in cells)]))
            drawn.add_column(Text(head), justify="right", min_width=width, max_width=width)
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    return Padding(drawn, (0, 0, 1, 0), expand=False)


def paragraph(*sentences: str, style: str = "") -> RenderableType:
    """Return sentences, one a line, with an empty line after them."""
    return Padding(Text("\n".join(sentences), style=style), (0, 0, 1, 0), expand=False)


def bullets(title: str, items: Iterable[str], *, style: str = "") -> RenderableType:
    """Return a title and a list under it."""
    lines = Table.grid(padding=(0, 1))
    lines.add_column()
    lines.add_column(overflow="fold")
    for item in items:
        lines.add_row("-", Text(item))
    return _stack(Text(title, style=style or "bold"), lines)


def section(title: str, sentences: Sequence[str], items: Sequence[str]) -> RenderableType:
    """Return a title, sentences one a line, and a list under them; each of them may be missing."""
    grid = Table.grid()
    if title:
        grid.add_row(Text(title, style="bold"))
    for sentence in sentences:
        grid.add_row(Text(sentence))
    lines = Table.grid(padding=(0, 1))
    lines.add_column()
    lines.add_column(overflow="fold")
    for item in items:
        lines.add_row("-", Text(item))
    if items:
        grid.add_row(lines)
    return Padding(grid, (0, 0, 1, 0), expand=False)


def _stack(*parts: RenderableType) -> RenderableType:
    grid = Table.grid()
    for part in parts:
        grid.add_row(part)
    return Padding(grid, (0, 0, 1, 0), expand=False)
