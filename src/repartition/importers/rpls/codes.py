"""The code lists of the RPLS: those of the program, and what a user's file changes in them."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from repartition.domain.law import FINANCINGS
from repartition.ingest.cell_types import Allowed, ContingentKind
from repartition.ingest.toml_models import read_model

Occupation = Literal["let", "vacant", "empty", "other"]


class Closed(BaseModel):
    """A table of a codes file: no key but those it knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reservation(Closed):
    """The contingent a code stands for; none where nobody has reserved the dwelling."""

    contingent: str = ""
    kind: ContingentKind | None = None
    name: str = ""
    assumed: bool = False
    """Whether the file leaves open which contingent it is."""


FinancingName = Annotated[str, Allowed(FINANCINGS)]


class Codes(Closed):
    """What each code of the file means."""

    source: str = ""
    financing: dict[str, FinancingName] = Field(default_factory=dict)
    agreement: dict[str, FinancingName] = Field(default_factory=dict)
    occupation: dict[str, Occupation] = Field(default_factory=dict)
    reservations: dict[str, Reservation] = Field(default_factory=dict)
    accessible: dict[str, bool] = Field(default_factory=dict)
    priority_district: dict[str, bool] = Field(default_factory=dict)


_LISTS: Final = tuple(name for name in Codes.model_fields if name != "source")


@cache
def usual_codes() -> Codes:
    """Return the code lists of the program."""
    text = files("repartition.importers.rpls").joinpath("codes.toml").read_text(encoding="utf-8")
    return Codes.model_validate(tomllib.loads(text))


def read_codes(path: Path | None) -> Codes:
    """Return the code lists, with those of a user's file in the place of their namesakes.

    Raises
    ------
    InputError
        With every fault of that file.
    """
    if path is None:
        return usual_codes()
    own, _file = read_model(path, Codes)
    merged: dict[str, Any] = {
        name: {**getattr(usual_codes(), name), **getattr(own, name)} for name in _LISTS
    }
    return usual_codes().model_copy(update=merged)
