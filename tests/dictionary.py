"""The dictionary of the tables in ``docs/tables.md``, written from what the reader checks.

``python -m tests.dictionary`` brings the page up to date; a test compares the two.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from repartition.domain.table import CellKind
from repartition.ingest.descriptions import ColumnDescription, describe, kind_in_words
from repartition.ingest.schemas import OPTIONAL_TABLES, TABLE_MEANINGS, TABLES
from repartition.language import spoken

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
START, END = "<!-- dictionary: written by tests/dictionary.py -->", "<!-- end of the dictionary -->"
BETWEEN = re.compile(re.escape(START) + r".*?" + re.escape(END), re.DOTALL)


def with_dictionary(page: str) -> str:
    """Return a page with the dictionary between its two marks written anew."""
    with spoken("en"):
        text = "\n".join([START, *_lines(), END])
    return BETWEEN.sub(lambda _match: text, page)


def _lines() -> Iterator[str]:
    for table in TABLES:
        yield ""
        yield f"### {table}"
        yield ""
        optional = " This table may be left out." if table in OPTIONAL_TABLES else ""
        yield f"{TABLE_MEANINGS[table].capitalize()}.{optional}"
        yield ""
        yield "| column | what it is | written as | if empty | example |"
        yield "|---|---|---|---|---|"
        yield from (_row(column) for column in describe(table))
    yield ""


def _row(column: ColumnDescription) -> str:
    cells = (
        f"`{column.name}`",
        column.meaning,
        _written_as(column),
        _if_empty(column),
        f"`{column.example}`" if column.example else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _written_as(column: ColumnDescription) -> str:
    if column.allowed and column.kind is not CellKind.BOOLEAN:
        return ", ".join(f"`{word}`" for word in column.allowed)
    return kind_in_words(column.kind)


def _if_empty(column: ColumnDescription) -> str:
    if column.required:
        return "**required**"
    if column.otherwise:
        return column.otherwise
    return f"`{column.default}`" if column.default else ""


if __name__ == "__main__":
    PAGE.write_text(with_dictionary(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
