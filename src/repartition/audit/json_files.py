"""JSON files of a run: written the same every time, read without ever failing."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from repartition.audit.sheets import read_text
from repartition.errors import Fault
from repartition.language import _


def write_json(content: object) -> str:
    """Return the text of a JSON file: indented, accents as they are, LF at the end."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_json(path: Path) -> dict[str, Any] | Fault:
    """Return the table a JSON file holds, its decimals exact, or what is wrong with the file."""
    text = read_text(path)
    if isinstance(text, Fault):
        return text
    try:
        content = json.loads(text, parse_float=Decimal, object_pairs_hook=_table)
    except (ValueError, ArithmeticError, RecursionError):
        # Garbage, a key twice, numbers out of any range, brackets without end: no JSON to us.
        return Fault(_("this file is not JSON"), file=path.name)
    if not isinstance(content, dict):
        return Fault(_("this file does not hold a JSON table"), file=path.name)
    return content


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table whose every key stands there once: which of two counts is anyone's guess."""
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError(pairs)
    return table
