"""Why a protected group is housed less than by usual practice, and what the reader can do."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType

from repartition.audit.access import LARGE_FAMILY, Group, count_groups
from repartition.audit.outcome import Outcome
from repartition.audit.passed_over import PassedOver, passed_over
from repartition.domain.filters import EVERYTHING, Filter, parse_filter
from repartition.domain.plan import Plan
from repartition.domain.scenario import Objective, Scenario
from repartition.language import _, n_, whole
from repartition.report.document import Commands
from repartition.report.labels import group_name
from repartition.report.layout import bullets, paragraph

_ATTRIBUTIONS: Final = "attributions"


@dataclass(frozen=True, slots=True)
class _Protection:
    """The objective that counts the homes of one group: its id, and who as a scenario says it."""

    id: str
    who: str

    @property
    def filter(self) -> Filter:
        """Who the objective is about, as a scenario that says so is read."""
        return parse_filter(tomllib.loads(self.who))


_PROTECTIONS: Final[dict[Group, _Protection]] = {
    "aci": _Protection("aci", "aci = true"),
    "dalo": _Protection("dalo", "dalo = true"),
    "first_quartile": _Protection("first-quartile", "quartile = 1"),
    "large_family": _Protection("large-family", f"persons = {{ min = {LARGE_FAMILY} }}"),
    "accessible": _Protection("accessible", "accessible = true"),
}
"""The groups that the law or the agreement protects; everybody, and everybody else, are none."""


def losses(outcome: Outcome, usual: Plan, *, source: str) -> Iterator[RenderableType]:
    """Yield, for each protected group that loses, the cause, and the scenario that would help.

    ``source`` is the file of the scenario.
    """
    if found := tuple(causes(outcome, usual)):
        yield bullets(_("Why, and what can be done"), found)
    for commands in better_scenario(outcome, usual, source=source):
        yield paragraph(commands.lead, *(f"  {line}" for line in commands.lines))


def causes(outcome: Outcome, usual: Plan) -> Iterator[str]:
    """Yield, for each protected group that loses against another plan, the cause."""
    for group in _protected_losers(outcome, usual):
        yield _cause(outcome.instance.scenario, passed_over(outcome, group))


def better_scenario(outcome: Outcome, usual: Plan, *, source: str) -> Iterator[Commands]:
    """Yield a scenario that would house more of the groups that lose: a file to write and to solve.

    ``source`` is the file of the scenario that it extends. Nothing where no objective is missing.
    """
    scenario = outcome.instance.scenario
    missing = [
        _PROTECTIONS[group]
        for group in _protected_losers(outcome, usual)
        if _objective_of(scenario, group) is None and passed_over(outcome, group).elsewhere
    ]
    if missing:
        added = missing[0].id
        yield Commands(
            _(
                "To house more of them: write these lines into a new file, {file}, beside "
                "{source}; then run `repartition solve {file}`.",
                file=f"{added}.toml",
                source=source,
            ),
            (
                "schema = 1",
                f"name = {json.dumps(f'{scenario.name}-{added}', ensure_ascii=False)}",
                f"extends = {json.dumps(source, ensure_ascii=False)}",
                *(line for each in missing for line in _objective_lines(scenario, each)),
            ),
        )


def _protected_losers(outcome: Outcome, usual: Plan) -> Iterator[Group]:
    instance = outcome.instance
    counts = zip(count_groups(instance, usual), count_groups(instance, outcome.plan), strict=True)
    for before, now in counts:
        if now.group in _PROTECTIONS and now.housed < before.housed:
            yield now.group


def _cause(scenario: Scenario, found: PassedOver) -> str:
    name, left = group_name(found.group), whole(found.left)
    if not found.elsewhere:
        return _(
            "{group}: {left} left without; no dwelling given to other households would suit any of "
            "them.",
            group=name,
            left=left,
        )
    given = n_(
        "{group}: {left} left without; {number} dwelling that would suit one of them went to a "
        "household outside the group.",
        "{group}: {left} left without; {number} dwellings that would each suit one of them went to "
        "households outside the group.",
        found.elsewhere,
        group=name,
        left=left,
    )
    return f"{given} {_what_counts_them(scenario, found.group)}"


def cause_without_numbers(outcome: Outcome, group: Group, *, tells_waiting: bool) -> str:
    """Return why a group loses, in words fit to be published; ``""`` where it is not protected.

    ``tells_waiting``: whether the page says how many of them are left without. If not, nothing is
    said that needs anybody to be.
    """
    if group not in _PROTECTIONS:
        return ""
    name, scenario = group_name(group), outcome.instance.scenario
    if not tells_waiting:
        return _("{group}: {why}", group=name, why=_what_counts_them(scenario, group))
    if not passed_over(outcome, group).elsewhere:
        return _(
            "{group}: no dwelling given to other households would suit any of those left without.",
            group=name,
        )
    given = _(
        "{group}: dwellings that would suit some of those left without went to households outside "
        "the group.",
        group=name,
    )
    return f"{given} {_what_counts_them(scenario, group)}"


def _what_counts_them(scenario: Scenario, group: Group) -> str:
    objective = _objective_of(scenario, group)
    if objective is None:
        return _("No objective of this scenario counts the homes of this group alone.")
    return _(
        "The objective {objective} counts their homes: what stands above it comes first.",
        objective=objective.id,
    )


def _objective_of(scenario: Scenario, group: Group) -> Objective | None:
    """Return the objective that counts the homes of this group alone, if there is one."""
    wanted = (_PROTECTIONS[group].filter, EVERYTHING, EVERYTHING)
    return next(
        (
            objective
            for objective in scenario.objectives
            if objective.maximise == _ATTRIBUTIONS
            and (objective.who, objective.where, objective.via) == wanted
        ),
        None,
    )


def _objective_lines(scenario: Scenario, protection: _Protection) -> Iterator[str]:
    """Yield the objective as a scenario writes it, right after those that give homes already."""
    taken = {objective.id for objective in scenario.objectives}
    name = protection.id if protection.id not in taken else f"homes-{protection.id}"
    yield ""
    yield "[[objectives]]"
    yield f'id = "{name}"'
    yield f'maximise = "{_ATTRIBUTIONS}"'
    yield f"who = {{ {protection.who} }}"
    after = next((o.id for o in scenario.objectives if o.maximise != _ATTRIBUTIONS), None)
    if after is not None:
        yield f'before = "{after}"'
