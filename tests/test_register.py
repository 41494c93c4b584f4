"""Nothing the program can do is without its test and its page.

Each thing that a scenario, a dataset or a command line can name is looked for, as it is written
there, in the tests and in the pages: a new rule, quota kind, command, key, column or scenario is
refused until both speak of it.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel
from tests.command_reference import every_command

from repartition.cli.commands import program
from repartition.domain.instance import DECISIONS
from repartition.domain.plan import Policy
from repartition.domain.scenario import QUOTA_KINDS, ContingentSettings, Scenario
from repartition.domain.tiers import HARD_TIER, LOTTERY_TIER, SENIORITY_TIER
from repartition.eligibility.rules import RULES
from repartition.synthesis import presets

ROOT = Path(__file__).parents[1]
SCENARIOS = sorted(path.parent.name for path in ROOT.glob("scenarios/*/scenario.toml"))
COMMANDS = sorted({*program().commands, *(name.split()[-1] for name in every_command())})
OPTIONS = sorted(
    {
        name.removeprefix("--")
        for command in every_command().values()
        for parameter in command.params
        for name in parameter.opts
        if name.startswith("--")
    }
)
TIERS = (HARD_TIER, SENIORITY_TIER, LOTTERY_TIER, "soft-1")
MODES = get_args(ContingentSettings.model_fields["mode"].annotation)


def keys(model: type[BaseModel]) -> Iterator[str]:
    """Yield every key a scenario may hold, as the file writes it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in _models(field.annotation):
            yield from keys(inner)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


KEYS = sorted(set(keys(Scenario)))


@cache
def words(folder: str, pattern: str) -> frozenset[str]:
    """Return every word of the files of a folder; a word may hold ``-`` and ``_`` inside."""
    this = Path(__file__).resolve()
    found: set[str] = set()
    for path in (ROOT / folder).rglob(pattern):
        if path.resolve() != this:
            found.update(re.findall(r"\w+(?:-\w+)*", path.read_text(encoding="utf-8")))
    return frozenset(found)


def named_by_tests() -> frozenset[str]:
    return words("tests", "*.py")


def named_by_pages() -> frozenset[str]:
    return words("docs", "*.md")


REGISTER = {
    "rule": RULES,
    "quota kind": QUOTA_KINDS,
    "contingent mode": MODES,
    "policy": get_args(Policy),
    "decision": DECISIONS,
    "implied tier": TIERS,
    "scenario key": KEYS,
    "command": COMMANDS,
    "option": OPTIONS,
    "scenario": SCENARIOS,
    "synthetic dataset": tuple(presets()),
}
ENTRIES = [(kind, name) for kind, names in REGISTER.items() for name in names]


def test_the_register_is_not_empty() -> None:
    assert {kind for kind, _name in ENTRIES} == set(REGISTER)


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_it_has_its_test(kind: str, name: str) -> None:
    assert name in named_by_tests(), f"no test speaks of the {kind} {name}"


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_it_has_its_page(kind: str, name: str) -> None:
    assert name in named_by_pages(), f"no page of docs/ speaks of the {kind} {name}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_says_which_question_it_asks(name: str) -> None:
    first = (
        (ROOT / "scenarios" / name / "scenario.toml").read_text(encoding="utf-8").splitlines()[0]
    )

    assert first.startswith("# Question: ")
