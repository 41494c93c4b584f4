"""Answers: the same facts as sentences for people and as JSON for programs."""

from dataclasses import dataclass
from typing import Any, Protocol

from repartition.domain.scenario import Scenario
from repartition.explanation.household import HouseholdFacts
from repartition.explanation.household_words import household_sections
from repartition.explanation.pair import PairFacts
from repartition.explanation.pair_words import pair_sections
from repartition.explanation.plain import plain
from repartition.explanation.sections import Section
from repartition.explanation.vacancy import VacancyFacts
from repartition.explanation.vacancy_words import vacancy_sections


class Answer(Protocol):
    """Why, why not, and at what cost."""

    def sections(self) -> tuple[Section, ...]:
        """Return the answer in the reader's language, part by part."""

    def sentences(self) -> list[str]:
        """Return the same, line by line."""

    def as_json(self) -> dict[str, Any]:
        """Return the facts, whatever the language: identifiers, and exact amounts as text."""


@dataclass(frozen=True, slots=True)
class HouseholdAnswer:
    """The answer about a household."""

    scenario: Scenario
    facts: HouseholdFacts

    def sections(self) -> tuple[Section, ...]:
        """Return the answer in the reader's language, part by part."""
        return tuple(household_sections(self.scenario, self.facts))

    def sentences(self) -> list[str]:
        """Return the same, line by line."""
        return _lines(self.sections())

    def as_json(self) -> dict[str, Any]:
        """Return the facts, whatever the language."""
        return _json("household", self.scenario, self.facts)


@dataclass(frozen=True, slots=True)
class VacancyAnswer:
    """The answer about a dwelling."""

    scenario: Scenario
    facts: VacancyFacts

    def sections(self) -> tuple[Section, ...]:
        """Return the answer in the reader's language, part by part."""
        return tuple(vacancy_sections(self.scenario, self.facts))

    def sentences(self) -> list[str]:
        """Return the same, line by line."""
        return _lines(self.sections())

    def as_json(self) -> dict[str, Any]:
        """Return the facts, whatever the language."""
        return _json("vacancy", self.scenario, self.facts)


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """The answer about a household and a dwelling."""

    scenario: Scenario
    facts: PairFacts

    def sections(self) -> tuple[Section, ...]:
        """Return the answer in the reader's language, part by part."""
        return tuple(pair_sections(self.scenario, self.facts))

    def sentences(self) -> list[str]:
        """Return the same, line by line."""
        return _lines(self.sections())

    def as_json(self) -> dict[str, Any]:
        """Return the facts, whatever the language."""
        return _json("pair", self.scenario, self.facts)


def _lines(sections: tuple[Section, ...]) -> list[str]:
    return [line for section in sections for line in section.lines() if line]


def _json(about: str, scenario: Scenario, facts: object) -> dict[str, Any]:
    return {"about": about, "scenario": scenario.name, **plain(facts)}
