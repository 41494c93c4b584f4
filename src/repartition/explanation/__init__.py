"""Why, why not, and at what cost: the facts of a run, and forced re-solves.

Explanations come after the plan, from the data: nothing here is written inside the algorithm. The
way of the data: a run folder -> :mod:`case` -> facts (:mod:`household`, :mod:`vacancy`,
:mod:`pair`) -> :mod:`answers`, in sentences and in JSON.
"""

from repartition.explanation.answers import Answer, HouseholdAnswer, PairAnswer, VacancyAnswer
from repartition.explanation.asking import explain
from repartition.explanation.case import Case
from repartition.explanation.household import household_facts
from repartition.explanation.pair import pair_facts
from repartition.explanation.sections import Section
from repartition.explanation.vacancy import vacancy_facts

__all__ = [
    "Answer",
    "Case",
    "HouseholdAnswer",
    "PairAnswer",
    "Section",
    "VacancyAnswer",
    "explain",
    "household_facts",
    "pair_facts",
    "vacancy_facts",
]
