"""The chapters of a report, in order: one question a reader has, and what answers it."""

from collections.abc import Callable
from typing import Final

from repartition.report.chapters.access import access
from repartition.report.chapters.answer import answer
from repartition.report.chapters.fragility import fragility
from repartition.report.chapters.indicators import indicators
from repartition.report.chapters.landlords import landlords
from repartition.report.chapters.leftovers import leftovers
from repartition.report.chapters.method import method
from repartition.report.chapters.proof import proof
from repartition.report.chapters.rents import rents
from repartition.report.chapters.rights import rights
from repartition.report.chapters.targets import targets
from repartition.report.chapters.territory import territory
from repartition.report.chapters.warnings import warnings
from repartition.report.document import Chapter
from repartition.report.sides import Subject

CHAPTERS: Final[tuple[Callable[[Subject], Chapter], ...]] = (
    answer,
    indicators,
    targets,
    territory,
    fragility,
    rights,
    landlords,
    access,
    leftovers,
    rents,
    warnings,
    proof,
    method,
)
"""The answer first; what only some readers need, last."""
