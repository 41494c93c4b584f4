"""How a table looks on a console: a title, a rule under the heads, nothing more."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import Box
from rich.console import Console, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from repartition.report.cells import written_rows
from repartition.report.document import Table as DocumentTable

# Only characters that every console has: the same table everywhere.
_RULED: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
# The spaces at which no line may break (before a high sign, between thousands), and what stands
# for them while lines are cut: rich takes them for any other space.
_TIED: Final = {0xA0: 0xE000, 0x202F: 0xE001}
_UNTIED: Final = {stand_in: space for space, stand_in in _TIED.items()}


class Words(Text):
    """Text whose lines break at plain spaces only."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines, cut at ``width``."""
        tied = self.copy()
        tied.plain = tied.plain.translate(_TIED)
        lines = tied.wrap(
            console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap
        )
        for line in lines:
            line.plain = line.plain.translate(_UNTIED)
        return lines


def drawn(source: DocumentTable) -> RenderableType:
    """Return a table of a report as a console shows it."""
    heads = [
        f"<{column.full_title}" if column.unit.is_text else column.full_title
        for column in source.columns
    ]
    return table(source.title, heads, written_rows(source))


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """Return a table: the first column holds names, the others numbers.

    A head that starts with ``<`` names a column of words, set to the left.
    """
    drawn = Table(
        title=Words(title, style="bold"),
        title_justify="left",
        box=_RULED,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    cells = [list(row) for row in rows]
    for place, head in enumerate(heads):
        if place == 0 or head.startswith("<"):
            drawn.add_column(Words(head.removeprefix("<")), overflow="fold")
        else:
            # Numbers stay on one line; their head takes as many lines as it has words.
            width = max(map(len, [*head.split(), *(row[place] for row in cells)]))
            drawn.add_column(Words(head), justify="right", min_width=width, max_width=width)
    for row in cells:
        drawn.add_row(*(Words(cell) for cell in row))
    return Padding(drawn, (0, 0, 1, 0), expand=False)


def paragraph(*sentences: str, style: str = "") -> RenderableType:
    """Return sentences, one a line, with an empty line after them."""
    return Padding(Words("\n".join(sentences), style=style), (0, 0, 1, 0), expand=False)


def bullets(title: str, items: Iterable[str], *, style: str = "") -> RenderableType:
    """Return a title and a list under it."""
    lines = Table.grid(padding=(0, 1))
    lines.add_column()
    lines.add_column(overflow="fold")
    for item in items:
        lines.add_row("-", Words(item))
    return _stack(Words(title, style=style or "bold"), lines)


def section(title: str, sentences: Sequence[str], items: Sequence[str]) -> RenderableType:
    """Return a title, sentences one a line, and a list under them; each of them may be missing."""
    grid = Table.grid()
    if title:
        grid.add_row(Words(title, style="bold"))
    for sentence in sentences:
        grid.add_row(Words(sentence))
    lines = Table.grid(padding=(0, 1))
    lines.add_column()
    lines.add_column(overflow="fold")
    for item in items:
        lines.add_row("-", Words(item))
    if items:
        grid.add_row(lines)
    return Padding(grid, (0, 0, 1, 0), expand=False)


def _stack(*parts: RenderableType) -> RenderableType:
    grid = Table.grid()
    for part in parts:
        grid.add_row(part)
    return Padding(grid, (0, 0, 1, 0), expand=False)
