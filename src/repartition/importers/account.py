"""What became of the rows of an imported file, for the person who answers for the dataset.

Figures and places only: no identifier of a person, no cell of a column that may not be used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from repartition.language import _, n_, whole

_PLACES_KEPT: Final = 5
_CODES_KEPT: Final = 50
_LONGEST_CODE: Final = 40
_LONGEST_SHOWN: Final = 6
"""Characters of a word that can be no name of a person: ``PLUS``, ``O``, ``refus``."""
HIDDEN: Final = "…"
"""Stands for what is not shown."""


def is_short_code(cell: str) -> bool:
    """Return whether a cell of a table about people may be shown: it is too short for a name."""
    return len(cell) <= _LONGEST_SHOWN and not any(map(str.isspace, cell))


@dataclass(slots=True)
class Finding:
    """How often something was found, and the first places where."""

    count: int = 0
    places: list[str] = field(default_factory=list)

    def add(self, place: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.places) < _PLACES_KEPT:
            self.places.append(place)

    def where(self) -> str:
        """Return the first places, and that there are more where there are."""
        more = [HIDDEN] if self.count > len(self.places) else []
        return ", ".join([*self.places, *more])


@dataclass(slots=True)
class Account:
    """Rows read, kept and dropped, codes nobody could map, figures that look wrong.

    Attributes
    ----------
    rows_read, rows_kept
        Rows of the file, and those of them that reached a table.
    dropped, odd_figures
        Findings by their sentence.
    unknown_codes
        Findings by column, code, and what the code was read as.
    names_left_out
        Names of columns or elements that may not be used: their cells were never read.
    remarks
        What else the reader of the report must know, whole sentences.
    warnings
        What he or she must hear even where only faults are asked for, whole sentences.
    """

    rows_read: int = 0
    rows_kept: int = 0
    dropped: dict[str, Finding] = field(default_factory=dict)
    odd_figures: dict[str, Finding] = field(default_factory=dict)
    unknown_codes: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    names_left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def read(self, rows: int = 1) -> None:
        """Count rows of the file."""
        self.rows_read += rows

    def keep(self, rows: int = 1) -> None:
        """Count rows that reach a table."""
        self.rows_kept += rows

    def drop(self, reason: str, place: str) -> None:
        """Count a row that reaches no table, and why."""
        self.dropped.setdefault(reason, Finding()).add(place)

    def odd(self, what: str, place: str) -> None:
        """Count a figure that looks wrong and was kept, or was read as missing."""
        self.odd_figures.setdefault(what, Finding()).add(place)

    def unknown_code(self, column: str, code: str, place: str, treated_as: str) -> None:
        """Count a code that no list has; ``treated_as`` says in words what was made of it."""
        key = (column, code[:_LONGEST_CODE], treated_as)
        if key not in self.unknown_codes and len(self.unknown_codes) >= _CODES_KEPT:
            key = (column, HIDDEN, treated_as)
        self.unknown_codes.setdefault(key, Finding()).add(place)

    def leave_out(self, name: str) -> None:
        """Note the name of a column or element that may not be used."""
        if name not in self.names_left_out:
            self.names_left_out.append(name)

    def remark(self, sentence: str) -> None:
        """Note what else the reader of the report must know, once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def warn(self, sentence: str) -> None:
        """Note what makes the import itself doubtful, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def lines(self) -> Iterator[str]:
        """Yield the account as a person reads it."""
        yield _(
            "Rows read: {read}; kept: {kept}; dropped: {dropped}.",
            read=whole(self.rows_read),
            kept=whole(self.rows_kept),
            dropped=whole(sum(finding.count for finding in self.dropped.values())),
        )
        yield from (f"- {line}" for line in self.lines_of_dropped())
        for (column, code, treated), finding in self.unknown_codes.items():
            yield "- " + n_(
                "{number} cell of {column} says {code}, which no list has: {treated} ({places})",
                "{number} cells of {column} say {code}, which no list has: {treated} ({places})",
                finding.count,
                column=column,
                code=code or _("nothing"),
                treated=treated,
                places=finding.where(),
            )
        for what, finding in self.odd_figures.items():
            yield "- " + _(
                "{what}: {number} ({places})",
                what=what,
                number=whole(finding.count),
                places=finding.where(),
            )
        if self.names_left_out:
            yield _(
                "Not read, because nothing may be decided by it: {names}.",
                names=", ".join(self.names_left_out),
            )
        yield from self.remarks

    def lines_of_dropped(self) -> Iterator[str]:
        """Yield why rows reach no table, a line for each reason."""
        for reason, finding in self.dropped.items():
            yield n_(
                "{number} row dropped: {reason} ({places})",
                "{number} rows dropped: {reason} ({places})",
                finding.count,
                reason=reason,
                places=finding.where(),
            )

    def as_json(self) -> dict[str, Any]:
        """Return the account as plain data."""
        return {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "dropped": [_as_json(f, reason=reason) for reason, f in self.dropped.items()],
            "unknown_codes": [
                _as_json(f, column=column, code=code, treated_as=treated)
                for (column, code, treated), f in self.unknown_codes.items()
            ],
            "odd": [_as_json(f, what=what) for what, f in self.odd_figures.items()],
            "left_out": list(self.names_left_out),
            "remarks": list(self.remarks),
        }


def _as_json(finding: Finding, **words: str) -> dict[str, Any]:
    return {**words, "count": finding.count, "places": list(finding.places)}
