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
from repartition.importers.dataset.waiting import WAITING, Waiting
from repartition.language import _, day, n_, whole

_NAMED: Final = 5
_COME_AND_GO: Final = frozenset({"vacancies"})
"""Tables in which every row may be another from one month to the next."""


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
    absent
        Rows that a person has taken out and that stay out.
    waiting, back
        Corrections of rows that no source has any more, which wait for them; rows that have
        returned, and whose corrections hold again.
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
    waiting: Waiting
    back: tuple[str, ...]
    clashes: tuple[Clash, ...]

    @classmethod
    def of(
        cls,
        table: str,
        *,
        before: Layer,
        given: Layer,
        after: Applied,
        clashes: Sequence[Clash],
        waited: Waiting,
    ) -> "TableReport":
        """Return the report of a table before and after; ``waited``: corrections without a row."""
        old, new = frozenset(before.keys), frozenset(after.table.keys)
        return cls(
            table=table,
            given=len(given),
            rows=len(new),
            new=len(new - old),
            gone=len(old - new),
            corrected=after.corrected,
            absent=after.absent,
            waiting=after.waiting,
            back=tuple(key for key in waited if key in new and key not in old),
            clashes=(*after.clashes, *clashes),
        )

    @property
    def before(self) -> int:
        """Rows that the table had."""
        return self.rows - self.new + self.gone

    @property
    def is_suspect(self) -> bool:
        """Whether more than half of its rows have gone: the file may be the wrong one."""
        missed = self.before - self.rows if self.table in _COME_AND_GO else self.gone
        return 2 * missed > self.before


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


def warnings_of(report: MergeReport) -> Iterator[str]:
    """Yield what whoever imports has to hear, however little else is asked for."""
    for sentence in report.account.warnings:
        yield _("Warning: {sentence}", sentence=sentence)
    for table in report.tables:
        if table.is_suspect:
            yield _(
                "Warning: table {table}: {gone} of its {before} rows are gone, and {new} are new. "
                "Check that {file} is the right file: importing the former one again brings them "
                "back.",
                table=table.table,
                gone=whole(table.gone),
                before=whole(table.before),
                new=whole(table.new),
                file=report.source.file,
            )


def report_text(report: MergeReport) -> str:
    """Return the report of an import as the dataset keeps it."""
    return "\n".join([*report_lines(report), *warnings_of(report)]) + "\n"


def json_text(report: MergeReport) -> str:
    """Return the report of an import for another program."""
    return json.dumps(report_as_json(report), indent=2, ensure_ascii=False) + "\n"


def report_as_json(report: MergeReport) -> dict[str, Any]:
    """Return the report of an import as plain data."""
    return {
        "source": asdict(report.source),
        "replaced": None if report.replaced is None else asdict(report.replaced),
        **report.account.as_json(),
        "warnings": list(warnings_of(report)),
        "tables": [
            {
                **asdict(table),
                "absent": [key_in_words(key) for key in table.absent],
                "waiting": {key_in_words(key): dict(c) for key, c in table.waiting.items()},
                "back": [key_in_words(key) for key in table.back],
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
    if table.waiting:
        yield "- " + n_(
            "{number} row with corrections by hand is in no source now; they wait in {file} and "
            "hold again when it returns: {rows}",
            "{number} rows with corrections by hand are in no source now; they wait in {file} and "
            "hold again when the rows return: {rows}",
            len(table.waiting),
            file=WAITING,
            rows=_waiting_named(table.waiting),
        )
    if table.back:
        yield "- " + n_(
            "{number} row that was in no source has returned, and its corrections hold again: "
            "{keys}",
            "{number} rows that were in no source have returned, and their corrections hold "
            "again: {keys}",
            len(table.back),
            keys=_named(table.back),
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


def _waiting_named(waiting: Waiting) -> str:
    shown = []
    for key, cells in list(waiting.items())[:_NAMED]:
        said = ", ".join(f"{name} = {cell or _('nothing')}" for name, cell in cells.items())
        shown.append(f"{key_in_words(key)} ({said})")
    return "; ".join([*shown, "…"] if len(waiting) > _NAMED else shown)


def _named(keys: Sequence[str]) -> str:
    shown = [key_in_words(key) for key in keys[:_NAMED]]
    return ", ".join([*shown, "…"] if len(keys) > _NAMED else shown)
