"""Plain data of a TOML file against the pydantic model of what it may say."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from repartition.errors import Fault, InputError
from repartition.ingest.nearest import suggestion
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import KeyPath, TomlFile, array_ids, read_toml
from repartition.language import _

Model = TypeVar("Model", bound=BaseModel)
Located: TypeAlias = tuple[KeyPath, Fault]


class Blamed(Protocol):
    """What a fault of a key is placed in: one file, or a chain of scenarios."""

    def fault(
        self, path: KeyPath, problem: str, remedy: str = "", *, value: str | None = None
    ) -> Fault:
        """Return a fault of one key."""


def read_model(path: Path, model: type[Model]) -> tuple[Model, TomlFile]:
    """Return what a file of a user holds, and the file, for faults that are seen later.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    file, faults = read_toml(path, path.name)
    if file is None:
        raise InputError(faults)
    read, faults = validated(model, file)
    if read is None:
        raise InputError(faults)
    return read, file


def validated(model: type[Model], file: TomlFile) -> tuple[Model | None, list[Fault]]:
    """Return what a file holds, or None and everything that is wrong with it."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, [
            _fault(model, file, details["loc"], details)
            for details in error.errors(include_url=False)
        ]


def _fault(
    model: type[BaseModel], file: TomlFile, location: tuple[int | str, ...], details: Any
) -> Fault:
    path = tuple(str(part) for part in location)
    if details["type"] == "extra_forbidden":
        known = known_keys(model, path[:-1])
        return file.fault(path, _("is not a key known here"), suggestion(path[-1], known))
    problem, remedy = sentence(details)
    value = details["input"]
    shown = None if isinstance(value, dict | list) else str(value)
    return file.fault(path, problem, remedy, value=shown)


def frozen(value: Any) -> Any:
    """Return ``value`` with tuples for lists: the models are strict, and nothing may change."""
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value


def place_of(details: ErrorDetails, data: Any) -> KeyPath:
    """Return the place of an error in the file; the branches of a union are left out."""
    path: list[str] = []
    for part in details["loc"]:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(array_ids(data)[part])
            data = data[part]
        elif isinstance(data, dict) and (part in data or details["type"] == "missing"):
            path.append(str(part))
            data = data.get(str(part))
        else:
            break
    return tuple(path)


def place_within(details: ErrorDetails) -> KeyPath:
    """Return the keys that lead from the field to what its own words are about."""
    return tuple(details.get("ctx", {}).get("within", ()))


def shown(value: object) -> str | None:
    """Return a value as a message shows it; None where it is too much to show."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if isinstance(value, dict | tuple | list) else str(value)


def known_keys(model: type[BaseModel], parts: Sequence[str]) -> list[str]:
    """Return the keys of the model that ``parts``, keys inside ``model``, lead to."""
    for part in parts:
        inner = next((f for name, f in model.model_fields.items() if part in {name, f.alias}), None)
        found = _model_in(inner.annotation) if inner else None
        if found is None:
            break
        model = found
    return [field.alias or name for name, field in model.model_fields.items()]


def value_faults(path: KeyPath, value: object, blamed: Blamed) -> Iterator[Located]:
    """Yield a fault for each number that is none and each day with an hour, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from value_faults((*path, key), inner, blamed)
    elif isinstance(value, list):
        for name, inner in zip(array_ids(value), value, strict=True):
            yield from value_faults((*path, name), inner, blamed)
    elif isinstance(value, Decimal) and not value.is_finite():
        words = (_("is not a finite number"), _("write a number such as 0.2"))
        yield path, blamed.fault(path, *words, value=str(value))
    elif isinstance(value, datetime | time):
        words = (_("is a day with an hour"), _("write the day alone, such as 2014-12-31"))
        yield path, blamed.fault(path, *words, value=str(value))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((model for each in arguments if (model := _model_in(each))), None)
