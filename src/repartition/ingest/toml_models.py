"""A TOML file against the model of what it may hold: the model, or every fault with its line."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from repartition.errors import Fault
from repartition.ingest.nearest import suggestion
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import TomlFile
from repartition.language import _

Model = TypeVar("Model", bound=BaseModel)


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
        known = _keys_around(model, path)
        return file.fault(path, _("is not a key known here"), suggestion(path[-1], known))
    problem, remedy = sentence(details)
    value = details["input"]
    shown = None if isinstance(value, dict | list) else str(value)
    return file.fault(path, problem, remedy, value=shown)


def _keys_around(model: type[BaseModel], path: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the keys that may stand beside the last of a path."""
    for part in path[:-1]:
        field = model.model_fields.get(part)
        if field is not None:
            model = next(iter(_models(field.annotation)), model)
    return model.model_fields


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
