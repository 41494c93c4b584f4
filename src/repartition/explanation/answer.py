"""The answer: the same facts as sentences for people and as JSON for programs."""

from dataclasses import dataclass
from typing import Any

from repartition.explanation.facts.household import HouseholdFacts
from repartition.explanation.facts.json_values import json_value
from repartition.explanation.facts.pair import PairFacts
from repartition.explanation.facts.vacancy import VacancyFacts
from repartition.explanation.wording.household import household_sections
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.pair import pair_sections
from repartition.explanation.wording.section import Section
from repartition.explanation.wording.vacancy import vacancy_sections

Facts = HouseholdFacts | VacancyFacts | PairFacts


@dataclass(frozen=True, slots=True)
class Answer:
    """Why, why not, and at what cost: of a household, of a dwelling, or of both."""

    lexicon: Lexicon
    facts: Facts

    def sections(self) -> tuple[Section, ...]:
        """Return the answer in the reader's language, part by part."""
        facts = self.facts
        match facts:
            case HouseholdFacts():
                return tuple(household_sections(self.lexicon, facts))
            case VacancyFacts():
                return tuple(vacancy_sections(self.lexicon, facts))
            case PairFacts():
                return tuple(pair_sections(self.lexicon, facts))

    def sentences(self) -> list[str]:
        """Return the same, line by line."""
        return [line for section in self.sections() for line in section.lines() if line]

    def as_json(self) -> dict[str, Any]:
        """Return the facts, whatever the language: identifiers, and exact amounts as text."""
        about = {HouseholdFacts: "household", VacancyFacts: "vacancy", PairFacts: "pair"}
        head = {"about": about[type(self.facts)], "scenario": self.lexicon.scenario.name}
        return {**head, **json_value(self.facts)}
