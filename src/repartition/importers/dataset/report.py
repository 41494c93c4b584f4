"""What an import has changed in a dataset, for the person who answers for it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from repartition.importers.account import Account
from repartition.importers.dataset.corrections import Applied
from repartition.importers.dataset.layers import Clash, Layer, key_in_words
from repartition.importers.dataset.record import SourceRecord
from repartition.language import _, day, n_, whole

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class TableReport:
    """What an import has changed in one table.

    Attributes
    ----------
    given
        Rows that the file gives.
    rows, new, gone
        Rows of the table now; those it did not have, and had, before.
    corrected
        Cells in which a person's word stands against the sources.
    absent, lost
        Rows that a person has taken out and that stay out; rows with corrections that no source
        has any more.
    clashes
        Cells said differently, by two sources or by a source and a person.
    """

    table: str
    given: int
    rows: int
    new: int
    gone: int
    corrected: int
    absent: tuple[str, ...]
    lost: tuple[str, ...]
    clashes: tuple[Clash, ...]

    @classmethod
    def of(
        cls, table: str, *, before: Layer, given: Layer, after: Applied, clashes: Sequence[Clash]
    ) -> "TableReport":
        """Return the report of a table before and after."""
        old, new = frozenset(before.keys), frozenset(after.table.keys)
        return cls(
            table=table,
            given=len(given),
            rows=len(new),
            new=len(new - old),
            gone=len(old - new),
            corrected=after.corrected,
            absent=after.absent,
            lost=after.lost,
            clashes=(*after.clashes, *clashes),
        )


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What an import read, and what it changed; ``replaced`` is the former import of its source."""

    source: SourceRecord
    account: Account
    tables: tuple[TableReport, ...]
    replaced: SourceRecord | None = None


def report_lines(report: MergeReport) -> Iterator[str]:
    """Yield the report of an import as a person reads it."""
    source = report.source
    yield _(
        "{file} imported as {source} ({kind}) on {day}.",
        file=source.file,
        source=source.name,
        kind=source.kind,
        day=day(date.fromisoformat(source.imported_on)),
    )
    former = report.replaced
    if former is not None and former.file != source.file:
        yield _(
            "It replaces what {file} gave on {day}.",
            file=former.file,
            day=day(date.fromisoformat(former.imported_on)),
        )
    yield from report.account.lines()
    for table in report.tables:
        yield from _table_lines(table)


def report_text(report: MergeReport) -> str:
    """Return the report of an import as the dataset keeps it."""
    return "\n".join(report_lines(report)) + "\n"


def json_text(report: MergeReport) -> str:
    """Return the report of an import for another program."""
    return json.dumps(report_as_json(report), indent=2, ensure_ascii=False) + "\n"


def report_as_json(report: MergeReport) -> dict[str, Any]:
    """Return the report of an import as plain data."""
    return {
        "source": asdict(report.source),
        "replaced": None if report.replaced is None else asdict(report.replaced),
        **report.account.as_json(),
        "tables": [
            {
                **asdict(table),
                "absent": [key_in_words(key) for key in table.absent],
                "lost": [key_in_words(key) for key in table.lost],
                "clashes": [
                    {**asdict(clash), "key": key_in_words(clash.key)} for clash in table.clashes
                ],
            }
            for table in report.tables
        ],
    }


def _table_lines(table: TableReport) -> Iterator[str]:
    yield _(
        "Table {table}: rows given: {given}; now: {rows} (new: {new}, gone: {gone}).",
        table=table.table,
        given=whole(table.given),
        rows=whole(table.rows),
        new=whole(table.new),
        gone=whole(table.gone),
    )
    if table.corrected:
        yield "- " + n_(
            "{number} cell corrected by hand stays as it is.",
            "{number} cells corrected by hand stay as they are.",
            table.corrected,
        )
    if table.absent:
        yield "- " + n_(
            "{number} row taken out by hand stays out: {keys}",
            "{number} rows taken out by hand stay out: {keys}",
            len(table.absent),
            keys=_named(table.absent),
        )
    if table.lost:
        yield "- " + n_(
            "{number} row with corrections by hand is gone, for no source has it now: {keys}",
            "{number} rows with corrections by hand are gone, for no source has them now: {keys}",
            len(table.lost),
            keys=_named(table.lost),
        )
    ordered = sorted(table.clashes, key=_pair)
    for _parties, found in groupby(ordered, key=_pair):
        yield "- " + _clash_line(list(found))


def _pair(clash: Clash) -> tuple[str, str, str]:
    return (clash.column, clash.kept_from, clash.other_from)


def _clash_line(clashes: list[Clash]) -> str:
    first = clashes[0]
    examples = [
        f"{key_in_words(clash.key)}: {clash.kept or _('nothing')} ≠ {clash.other}"
        for clash in clashes[:_NAMED]
    ]
    if len(clashes) > _NAMED:
        examples.append("…")
    return n_(
        "conflict on {column}, {number} cell: kept {author} against {other} ({examples})",
        "conflict on {column}, {number} cells: kept {author} against {other} ({examples})",
        len(clashes),
        column=first.column,
        author=first.kept_from or _("what was written by hand"),
        other=first.other_from,
        examples="; ".join(examples),
    )


def _named(keys: Sequence[str]) -> str:
    shown = [key_in_words(key) for key in keys[:_NAMED]]
    return ", ".join([*shown, "…"] if len(keys) > _NAMED else shown)
