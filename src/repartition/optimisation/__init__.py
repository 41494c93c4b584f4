"""From eligible pairs to a plan that is best in every tier, and the bounds that prove it.

The only package that knows OR-Tools. The way of the data: pairs -> :mod:`ways` of charging ->
:mod:`side_rows` -> :mod:`program`; then, tier by tier, :mod:`relaxation` -> :mod:`bound` ->
:mod:`face`, and :mod:`integers` at the end; :mod:`search` holds the loop. Where no plan
meets every hard rule: :mod:`closest`, :mod:`feasibility` -> :mod:`conflict`, :mod:`diagnosis`.
"""

from repartition.optimisation.diagnosis import conflicts_in_words
from repartition.optimisation.optimum import Solution, most_attributions, optimise
from repartition.optimisation.progress import Progress, Watcher

__all__ = [
    "Progress",
    "Solution",
    "Watcher",
    "conflicts_in_words",
    "most_attributions",
    "optimise",
]
