"""What if: the best plan after a small change, from the prices of a plan that was solved.

    situation, plan, certificate -> :func:`reopen` -> :class:`Solved`
    Solved, change -> :func:`answer` -> the best plan after it, in every tier

The way of a change, top to bottom: :mod:`changes` (what may be changed), :mod:`situation` (the
instance that results), :mod:`effects` (what that does to the programme), :mod:`repricing` (the
prices of every tier made right again, over :mod:`residual`, the columns that are open, by
:mod:`matching`, along shortest paths), :mod:`plan_search` (a plan of the columns that lose nothing,
on a :mod:`fragment`), :mod:`answering` (all of it in order, and solving afresh where prices do not
tell).
"""

from repartition.optimisation.what_if.answering import Answer, answer
from repartition.optimisation.what_if.changes import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    ImpossibleChangeError,
    QuotaBound,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
)
from repartition.optimisation.what_if.situation import Situation, changed, changed_rules
from repartition.optimisation.what_if.solved import Solved, UnfitCertificateError, reopen

__all__ = [
    "AnotherHousehold",
    "AnotherVacancy",
    "Answer",
    "Change",
    "Decide",
    "Give",
    "ImpossibleChangeError",
    "QuotaBound",
    "Situation",
    "Solved",
    "UnfitCertificateError",
    "Withhold",
    "WithoutHousehold",
    "WithoutVacancy",
    "answer",
    "changed",
    "changed_rules",
    "reopen",
]
