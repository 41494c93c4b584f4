"""Corrections by hand of rows that no source has now: kept until the row returns.

A request that is missing from one export and stands in the next is the same request, and what a
person has found out about it is still true.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from repartition.errors import Fault, InputError
from repartition.importers.dataset.layers import joined_key, parts_of_key
from repartition.importers.dataset.record import IMPORTS
from repartition.language import _

WAITING: Final = f"{IMPORTS}/waiting.json"
"""Where, in a dataset, they wait."""

Waiting: TypeAlias = Mapping[str, Mapping[str, str]]
"""The cells that a person has written or (empty) emptied, by column, by the key of their row."""


def read_waiting(data: Path) -> dict[str, Waiting]:
    """Return the corrections that wait in a dataset, by table.

    Raises
    ------
    InputError
        If they cannot be read.
    """
    path = data / WAITING
    if not path.exists():
        return {}
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    try:
        for row in json.loads(path.read_text(encoding="utf-8"))["corrections"]:
            cells = {str(name): str(cell) for name, cell in row["cells"].items()}
            found.setdefault(row["table"], {})[joined_key(row["row"])] = cells
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = _("the corrections that wait for their rows cannot be read")
        remedy = _("take the file away; the corrections in it are lost then")
        raise InputError([Fault(problem, remedy, file=WAITING)]) from error
    return dict(found)


def waiting_text(waiting: Mapping[str, Waiting]) -> str | None:
    """Return the file that keeps them; None where nothing waits."""
    content: list[dict[str, Any]] = [
        {"table": table, "row": parts_of_key(key), "cells": dict(cells)}
        for table, rows in sorted(waiting.items())
        for key, cells in sorted(rows.items())
    ]
    if not content:
        return None
    return json.dumps({"corrections": content}, indent=2, ensure_ascii=False) + "\n"
