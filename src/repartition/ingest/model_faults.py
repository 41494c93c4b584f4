"""What a merged scenario says that its model refuses, each with its place in the file."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from repartition.domain.scenario import Scenario
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import KeyPath, array_ids
from repartition.language import _

Located: TypeAlias = tuple[KeyPath, Fault]
_SHARES: Final = frozenset({"max_effort", "max_share", "min_share", "quantiles"})
_TOO_LARGE: Final = {"less_than_equal": "le", "less_than": "lt"}
"""What pydantic calls a number above a limit, and where it says which."""
_LEAST_PERCENT: Final = 2
"""What is written as a share above 1 and below this may be either: 1.2 is no clear 1.2 %."""
_EXAMPLES: Final = {
    ("schema",): "schema = 1",
    ("name",): 'name = "…"',
    ("data",): 'data = "data"',
    ("period",): "period = { start = 2014-01-01, end = 2014-12-31 }",
    ("seed",): "seed = 2014",
    ("quartiles", "thresholds"): "thresholds = [q1, q2, q3]",
}


def parse_scenario(data: dict[str, Any]) -> Scenario:
    """Return the scenario that plain data says.

    Raises
    ------
    pydantic.ValidationError
        If the model refuses any of it.
    """
    return Scenario.model_validate(_frozen(data))


def model_faults(chain: Chain) -> list[Located]:
    """Return every fault of a merged scenario that can be seen key by key, with its path."""
    found = [*_value_faults((), chain.merged, chain)]
    places = {path for path, _fault in found}
    try:
        parse_scenario(chain.merged)
    except ValidationError as error:
        found += [(path, f) for path, f in _faults_of(error, chain) if path not in places]
    return found


def _frozen(value: Any) -> Any:
    """Return ``value`` with tuples for lists: the models are strict, and nothing may change."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _faults_of(error: ValidationError, chain: Chain) -> list[Located]:
    found: dict[KeyPath, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "missing" and chain.faults:
            continue  # it may stand in an elder that could not be read
        found.setdefault((*_path(details, chain.merged), *_within(details)), []).append(details)
    return [(path, _fault(path, several, chain)) for path, several in found.items()]


def _within(details: ErrorDetails) -> KeyPath:
    """Return the keys that lead from the field to what its own words are about."""
    return tuple(details.get("ctx", {}).get("within", ()))


def _path(details: ErrorDetails, data: Any) -> KeyPath:
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


def _fault(path: KeyPath, several: Sequence[ErrorDetails], chain: Chain) -> Fault:
    details = several[0]
    if details["type"] == "extra_forbidden":
        known = _known_keys([part for part in details["loc"][:-1] if isinstance(part, str)])
        return chain.fault(path, _("is not a key known here"), suggestion(path[-1], known))
    problem, remedy = sentence(details)
    if details["type"] == "missing":
        if isinstance(details["loc"][-1], int):
            problem = _("has too few values")
        remedy = _("write {example}", example=_EXAMPLES.get(path, f"{path[-1]} = …"))
    if (share := _percent_remedy(path, details)) is not None:
        remedy = share
    elif len(several) > 1:  # a union: none of its branches holds
        choice = [sentence(each)[1] for each in several]
        remedy = _(", or ").join(dict.fromkeys(choice))
    said = details.get("ctx", {}).get("value")
    shown = None if details["type"] == "missing" else said or _shown(details["input"])
    return chain.fault(path, problem, remedy, value=shown)


def _percent_remedy(path: KeyPath, details: ErrorDetails) -> str | None:
    """Return what to do about a share that looks like a percentage, None for anything else."""
    limit = details.get("ctx", {}).get(_TOO_LARGE.get(details["type"], ""))
    if limit is None or path[-1] not in _SHARES:
        return None
    percent = Decimal(details["input"])
    share = percent.scaleb(-2)
    is_allowed = share < limit or (share == limit and details["type"] == "less_than_equal")
    if percent < _LEAST_PERCENT or not is_allowed:
        return None
    return _(
        "it is a share: {percent} % is written {share}", percent=f"{percent:f}", share=f"{share:f}"
    )


def _shown(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if isinstance(value, dict | tuple | list) else str(value)


def _known_keys(parts: Sequence[str]) -> list[str]:
    """Return the keys of the model that ``parts`` lead to."""
    model: type[BaseModel] = Scenario
    for part in parts:
        inner = next((f for name, f in model.model_fields.items() if part in {name, f.alias}), None)
        found = _model_in(inner.annotation) if inner else None
        if found is None:
            break
        model = found
    keys = [field.alias or name for name, field in model.model_fields.items()]
    return [*keys, "extends"] if model is Scenario else keys


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((model for each in arguments if (model := _model_in(each))), None)


def _value_faults(path: KeyPath, value: object, chain: Chain) -> Iterator[Located]:
    """Yield a fault for each number that is none and each day with an hour, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _value_faults((*path, key), inner, chain)
    elif isinstance(value, list):
        for name, inner in zip(array_ids(value), value, strict=True):
            yield from _value_faults((*path, name), inner, chain)
    elif isinstance(value, Decimal) and not value.is_finite():
        words = (_("is not a finite number"), _("write a number such as 0.2"))
        yield path, chain.fault(path, *words, value=str(value))
    elif isinstance(value, datetime | time):
        words = (_("is a day with an hour"), _("write the day alone, such as 2014-12-31"))
        yield path, chain.fault(path, *words, value=str(value))
