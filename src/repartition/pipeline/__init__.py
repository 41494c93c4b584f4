"""The main job: from the files to a plan, judged, written and ready to be shown.

:mod:`repartition.pipeline.solving` is the page to read first.
"""

from repartition.pipeline.checking import Check, check
from repartition.pipeline.judging import RejectedPlanError
from repartition.pipeline.preparation import Prepared, prepare
from repartition.pipeline.reopening import Reopened, reopen
from repartition.pipeline.solving import Run, solve

__all__ = [
    "Check",
    "Prepared",
    "RejectedPlanError",
    "Reopened",
    "Run",
    "check",
    "prepare",
    "reopen",
    "solve",
]
