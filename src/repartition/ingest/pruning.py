"""A scenario without what is wrong in it: so that everything else can still be judged."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any, Final

from repartition.ingest.merging import TABLE_ARRAYS
from repartition.ingest.toml_files import KeyPath, array_ids

_STAND_INS: Final[dict[str, Any]] = {
    "schema": 1,
    "name": "?",
    "seed": 0,
    "period": {"start": date.min, "end": date.max},
    "quartiles": {"thresholds": [Decimal(0), Decimal(0), Decimal(0)]},
}
"""What stands in for a key that is wrong and cannot be done without."""


def without(data: dict[str, Any], paths: Iterable[KeyPath]) -> dict[str, Any]:
    """Return a copy of merged data without what stands at ``paths``.

    A fault inside a quota, an objective or a transfer takes the whole of it away: a part would be
    another rule. A key that nothing can do without is replaced by something harmless.
    """
    pruned = deepcopy(data)
    for path in paths:
        array = next((array for array in TABLE_ARRAYS if path[: len(array)] == array), None)
        if path and path[0] in _STAND_INS:
            pruned[path[0]] = deepcopy(_STAND_INS[path[0]])
        elif array is not None and len(path) > len(array):
            _remove(pruned, array, path[len(array)])
        elif path:
            _remove(pruned, path[:-1], path[-1])
    return pruned


def _remove(data: Any, path: KeyPath, name: str) -> None:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(name, None)
    elif isinstance(data, list) and name in array_ids(data):
        del data[array_ids(data).index(name)]
