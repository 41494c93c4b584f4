"""Why, why not, and at what cost: the facts of a run, and forced re-solves.

Explanations come after the plan, from the data: nothing here is written inside the algorithm. The
way of the data, from a question to sentences, top to bottom::

    a run folder, --household H, --vacancy V                                question.py
      -> the plan, looked up by household and by dwelling                   facts/plan_view.py
      -> what is true: dataclasses, which are also the JSON                 facts/
           household.py   vacancy.py   pair.py           one per question, put together from
           profiles.py                 what the rules look at of a household, of a dwelling
           cotation.py                 what the points of a household are made of
           screening.py                what the rules leave, one after the other ...
           refusals.py, distances.py   ... by how much one refuses a pair, and the nearest miss
           comparison.py               two households for one dwelling, objective by objective
           target_changes.py           what giving a pair would break, all else staying as it is
           alternatives.py             what giving it would cost: solved again, final to final
           usual_practice.py           the turns, where the plan is usual practice
      -> the same in the reader's language                                  wording/
           one module for each of facts/, under the same name; and what they share:
           lexicon.py (names for identifiers), amounts.py, objectives.py, decisions.py, section.py
      -> sentences and JSON                                                 answer.py

``facts`` knows nothing of ``wording``.
"""

from repartition.explanation.answer import Answer
from repartition.explanation.facts.household import household_facts
from repartition.explanation.facts.pair import pair_facts
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.vacancy import vacancy_facts
from repartition.explanation.question import explain
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.section import Section

__all__ = [
    "Answer",
    "Lexicon",
    "PlanView",
    "Section",
    "explain",
    "household_facts",
    "pair_facts",
    "vacancy_facts",
]
