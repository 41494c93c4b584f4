"""What a merged scenario says that its model refuses, each with its place in the file."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from repartition.domain.scenario import Scenario
from repartition.errors import Fault
from repartition.ingest.chain import Chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.sentences import sentence
from repartition.ingest.toml_files import KeyPath
from repartition.ingest.toml_models import (
    Located,
    frozen,
    known_keys,
    place_of,
    place_within,
    shown,
    value_faults,
)
from repartition.language import _

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
    return Scenario.model_validate(frozen(data))


def model_faults(chain: Chain) -> list[Located]:
    """Return every fault of a merged scenario that can be seen key by key, with its path."""
    found = [*value_faults((), chain.merged, chain)]
    places = {path for path, _fault in found}
    try:
        parse_scenario(chain.merged)
    except ValidationError as error:
        found += [(path, f) for path, f in _faults_of(error, chain) if path not in places]
    return found


def _faults_of(error: ValidationError, chain: Chain) -> list[Located]:
    found: dict[KeyPath, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "missing" and chain.faults:
            continue  # it may stand in an elder that could not be read
        found.setdefault((*place_of(details, chain.merged), *place_within(details)), []).append(
            details
        )
    return [(path, _fault(path, several, chain)) for path, several in found.items()]


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
    value = None if details["type"] == "missing" else said or shown(details["input"])
    return chain.fault(path, problem, remedy, value=value)


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


def _known_keys(parts: Sequence[str]) -> list[str]:
    keys = known_keys(Scenario, parts)
    return [*keys, "extends"] if keys == known_keys(Scenario, ()) else keys
