"""An instance written down: tables as CSV, in several hands, and scenarios as TOML."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Table:
    """Columns, and lines that have them all."""

    columns: tuple[str, ...]
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class Case:
    """A dataset, its scenario, and the files the scenario names."""

    tables: dict[str, Table]
    scenario: dict[str, Any]
    beside: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Other TOML files, by name: elders, grid, ceilings."""


@dataclass(frozen=True)
class Hand:
    """How an office saves its tables: none of it may change an answer."""

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    line_end: str = "\n"
    french_dates: bool = False
    yes_no: tuple[str, str] = ("true", "false")


OFFICE = Hand(";", "cp1252", ",", "\r\n", french_dates=True, yes_no=("Oui", "NON"))
TABBED = Hand("\t", "utf-8-sig", ",", "\n", yes_no=("1", "0"))


def write_case(case: Case, folder: Path, hand: Hand = Hand()) -> Path:
    """Return the case in a folder; the path of its scenario."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, table in case.tables.items():
        (data / f"{name}.csv").write_bytes(table_text(table, hand).encode(hand.encoding))
    for name, content in case.beside.items():
        (folder / name).write_text(toml_text(content), encoding="utf-8")
    path = folder / "scenario.toml"
    path.write_text(toml_text(case.scenario), encoding="utf-8")
    return path


def table_text(table: Table, hand: Hand) -> str:
    """Return a table as this hand saves it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=hand.delimiter, lineterminator=hand.line_end)
    writer.writerow(table.columns)
    writer.writerows(
        [_cell(column, row[column], hand) for column in table.columns] for row in table.rows
    )
    return stream.getvalue()


NUMBERS = frozenset(
    {"surface", "rent", "charges", "reference_income", "monthly_income", "points", "score"}
)
DATES = frozenset({"available_on", "requested_on", "decided_on"})


def _cell(column: str, text: str, hand: Hand) -> str:
    # A group of the counters is written as in quotas.csv, whatever the hand.
    if text in {"true", "false"} and column != "group":
        return hand.yes_no[text == "false"]
    if column in NUMBERS:
        return text.replace(".", hand.decimal)
    if column in DATES and text and hand.french_dates:
        return dt.date.fromisoformat(text).strftime("%d/%m/%Y")
    return text


def toml_text(content: dict[str, Any]) -> str:
    """Return a TOML file: plain keys first, then the arrays of tables, what they hold inline."""
    plain = [
        f"{_key(key)} = {_value(value)}" for key, value in content.items() if not _is_array(value)
    ]
    arrays = [
        f"\n[[{key}]]\n"
        + "\n".join(f"{_key(inner)} = {_value(said)}" for inner, said in table.items())
        for key, value in content.items()
        if _is_array(value)
        for table in value
    ]
    return "\n".join(plain + arrays) + "\n"


def _is_array(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else _quoted(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal | dt.date):
        return str(value)
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(said)}" for key, said in value.items()) + " }"
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
