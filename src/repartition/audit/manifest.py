"""``manifest.json``: what made a run, from what, and what is claimed of it."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repartition.audit.json_files import read_json
from repartition.audit.outcome import Standing
from repartition.domain.plan import Policy
from repartition.errors import Fault
from repartition.language import Language, _

MANIFEST_FILE: Final = "manifest.json"
PROGRAM: Final = "repartition"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    # Keys that a later version adds are no fault of a run.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class ScenarioOrigin(_Part):
    """Where the scenario of a run comes from."""

    name: str
    source: str
    """The file the run was asked for, from the run folder."""
    overrides: Annotated[tuple[str, ...], Field(strict=False)]
    """Settings given beside it, in order."""
    sha256: Sha256
    """Of what the merged scenario says."""


class Machine(_Part):
    """Kind of machine; never which one."""

    system: str
    architecture: str


class Manifest(_Part):
    """What made a run, from what, and what is claimed of it."""

    program: Literal["repartition"]
    version: str
    layout: Literal[1]
    """Of the files of a run folder."""
    policy: Policy
    seed: int
    language: Language
    """Of the sentences in the run's files."""
    claim: Literal["proven", "best_found", "usual_practice"]
    statement: str
    """The claim in words."""
    proven: Annotated[tuple[str, ...], Field(strict=False)]
    """The tiers claimed to be proven."""
    scenario: ScenarioOrigin
    inputs: Mapping[str, Sha256]
    """SHA-256 of every file the run depends on, by path from the run folder."""
    certificate: Sha256 | None = None
    """SHA-256 of the stored prices; None where a run stores none."""
    recomputed: bool = True
    """Whether the proof was recomputed from them before the run was written; false where a limit of
    time or Ctrl-C left that to ``verify``."""
    machine: Machine
    versions: Mapping[str, str]
    """Of Python and of the libraries that make the result."""
    seconds: Mapping[str, Annotated[float, Field(ge=0, strict=False)]]
    """Time spent, by phase."""


def read_manifest(folder: Path) -> Manifest | tuple[Fault, ...]:
    """Return the manifest of a run folder, or everything wrong with the file."""
    content = read_json(folder / MANIFEST_FILE)
    if isinstance(content, Fault):
        return (content,)
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        return tuple(
            Fault(
                _("the program writes no such thing there"),
                file=MANIFEST_FILE,
                column=".".join(str(part) for part in detail["loc"]),
            )
            for detail in error.errors()
        )


def is_run(folder: Path) -> bool:
    """Return whether a folder is a run of this program."""
    content = read_json(folder / MANIFEST_FILE)
    return not isinstance(content, Fault) and content.get("program") == PROGRAM


def statement_of(standing: Standing, *, is_certified: bool | None) -> str:
    """Return, in one sentence, what the claim made of a plan stands on.

    ``is_certified``: the prices stored beside it prove every tier, recomputed without the solver;
    None where that was not recomputed.
    """
    match standing:
        case Standing.PROVEN:
            if is_certified is None:
                return _not_recomputed()
            return _certified() if is_certified else _on_the_word_of_the_solver()
        case Standing.BEST_FOUND:
            return _(
                "The search was stopped before the proof was finished: "
                "this is the best plan found, and a better one may exist."
            )
        case Standing.USUAL_PRACTICE:
            return _(
                "This plan follows usual practice, one dwelling at a time: "
                "nothing is claimed of its being the best."
            )


def _certified() -> str:
    return _(
        "No plan is better: the run stores the prices that prove it, "
        "and `repartition verify` recomputes the proof without the solver."
    )


def _not_recomputed() -> str:
    return _(
        "The solver finds that no plan is better. The run stores its prices, but was stopped "
        "before the proof was recomputed from them: `repartition verify` does it."
    )


def _on_the_word_of_the_solver() -> str:
    return _(
        "That no plan is better stands on the solver's word for some of the objectives; "
        "where there are prices, `repartition verify` recomputes what they prove."
    )


def program_version() -> str:
    """Return the version of the program that runs."""
    return _version_of(PROGRAM)


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that make the result."""
    return {
        "python": platform.python_version(),
        "numpy": _version_of("numpy"),
        "ortools": _version_of("ortools"),
    }


def this_machine() -> Machine:
    """Return what kind of machine this is."""
    return Machine(system=platform.system(), architecture=platform.machine())


def _version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # run from its sources, without being installed
        return "unknown"
