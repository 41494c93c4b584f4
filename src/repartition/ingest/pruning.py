"""A scenario without what is wrong in it: so that everything else can still be judged."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any, Final

from repartition.domain.scenario import QUOTA_KINDS
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


_STAND_INS_INSIDE: Final[dict[str, Any]] = {
    **{key: {} for key in ("who", "where", "via", "from", "to")},
    **dict.fromkeys(QUOTA_KINDS, 0),
}
"""The same for a key of a quota, an objective or a transfer."""


def without(data: dict[str, Any], paths: Iterable[KeyPath]) -> dict[str, Any]:
    """Return a copy of merged data without what stands at ``paths``.

    A fault inside a quota, an objective or a transfer takes the whole of it away, for a part would
    be another rule; but one in a filter or in a bound leaves the other keys to be judged. A key
    that nothing can do without is replaced by something harmless.
    """
    pruned = deepcopy(data)
    for path in paths:
        array = next((array for array in TABLE_ARRAYS if path[: len(array)] == array), None)
        if path and path[0] in _STAND_INS:
            pruned[path[0]] = deepcopy(_STAND_INS[path[0]])
        elif array is not None and len(path) > len(array):
            name, *keys = path[len(array) :]
            stand_in = _STAND_INS_INSIDE.get(keys[0]) if keys else None
            if stand_in is None:
                _remove(pruned, array, name)
            else:
                _replace(pruned, (*array, name, keys[0]), deepcopy(stand_in))
        elif path:
            _remove(pruned, path[:-1], path[-1])
    return pruned


def _replace(data: Any, path: KeyPath, value: Any) -> None:
    *tables, last = path
    for part in tables:
        if isinstance(data, list):
            ids = array_ids(data)
            data = data[ids.index(part)] if part in ids else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, dict) and last in data:
        data[last] = value


def _remove(data: Any, path: KeyPath, name: str) -> None:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(name, None)
    elif isinstance(data, list) and name in array_ids(data):
        del data[array_ids(data).index(name)]
