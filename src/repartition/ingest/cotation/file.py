"""The file of a points grid, read: its criteria, or every fault in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from repartition.domain.cotation import CotationGrid
from repartition.errors import Fault
from repartition.ingest.cotation.law import law_faults
from repartition.ingest.cotation.rules import rule_faults
from repartition.ingest.nearest import suggestion
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import KeyPath, TomlFile, array_ids, read_toml
from repartition.ingest.toml_models import (
    frozen,
    known_keys,
    place_of,
    place_within,
    shown,
    value_faults,
)
from repartition.language import _

_ARRAYS: Final = ("criterion", "group")
_STAND_IN: Final = "?"
"""Name of a grid whose own name is wrong: the rest of it is judged all the same."""


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """A grid beside the file it was read from: what can be judged of it, criterion by criterion.

    ``sound``: nothing is wrong in it whatever the data.
    """

    grid: CotationGrid
    file: TomlFile
    sound: bool


def read_cotation(path: Path, label: str) -> tuple[ReadGrid | None, list[Fault]]:
    """Return the grid of a file, and what is wrong in it whatever the data.

    The criteria that are wrong in themselves are left out of it, so that the others can still be
    judged; None where nothing can.
    """
    file, faults = read_toml(path, label)
    if file is None:
        return None, faults
    grid, faults = _parsed(file)
    if grid is None:
        return None, faults
    faults = [*faults, *rule_faults(grid, file), *law_faults(grid, file)]
    return ReadGrid(grid, file, sound=not faults), faults


def _parsed(file: TomlFile) -> tuple[CotationGrid | None, list[Fault]]:
    located = list(value_faults((), file.data, file))
    places = {path for path, _fault in located}
    try:
        grid = CotationGrid.model_validate(frozen(file.data))
    except ValidationError as error:
        for details in error.errors(include_url=False):
            path = (*place_of(details, file.data), *place_within(details))
            if path not in places:
                places.add(path)
                located.append((path, _fault(path, details, file)))
        grid = None
    faults = [fault for _path, fault in located]
    return (grid, []) if grid is not None and not faults else (_rest(file, places), faults)


def _fault(path: KeyPath, details: ErrorDetails, file: TomlFile) -> Fault:
    if details["type"] == "extra_forbidden":
        parts = [part for part in details["loc"][:-1] if isinstance(part, str)]
        known = known_keys(CotationGrid, parts)
        return file.fault(path, _("is not a key known here"), suggestion(path[-1], known))
    problem, remedy = sentence(details)
    if details["type"] == "missing":
        return file.fault(path, problem, _("write {example}", example=_example(path)))
    said = details.get("ctx", {}).get("value")
    return file.fault(path, problem, remedy, value=said or shown(details["input"]))


def _example(path: KeyPath) -> str:
    return {
        "criterion": "[[criterion]]",
        "points": "points = 10",
    }.get(path[-1], f'{path[-1]} = "…"')


def _rest(file: TomlFile, wrong: set[KeyPath]) -> CotationGrid | None:
    """Return a grid without the tables and keys that are wrong, None where that is none."""
    data: dict[str, Any] = {key: value for key, value in file.data.items() if (key,) not in wrong}
    for array in _ARRAYS:
        data[array] = list(_sound(data.get(array), array, wrong))
    data.setdefault("name", _STAND_IN)
    try:
        return CotationGrid.model_validate(frozen(data))
    except ValidationError:
        return None


def _sound(tables: object, array: str, wrong: set[KeyPath]) -> Iterator[Any]:
    """Yield the tables of an array in which nothing is wrong."""
    blamed: Sequence[str] = [path[1] for path in wrong if len(path) > 1 and path[0] == array]
    for name, table in zip(
        array_ids(tables), tables if isinstance(tables, list) else [], strict=True
    ):
        if name not in blamed:
            yield table
