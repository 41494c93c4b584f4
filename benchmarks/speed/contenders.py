"""The contenders: who is run, and up to which size.

Only names here: what a contender needs is imported in its own process, so that the process that
measures stays small (a child's peak memory starts at that of its parent).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to answer an instance.

    Attributes
    ----------
    name
        In tables and on the command line.
    says
        What it is, for the page.
    module
        Of this package; its ``attempt(task, asked)`` does the work.
    largest
        The largest size it is tried on.
    asked
        What is handed to ``attempt`` besides the task.
    bounds
        Whether it proves anything.
    """

    name: str
    says: str
    module: str
    largest: str
    asked: str = ""
    bounds: bool = True


OURS: Final = "repartition"
FLOW: Final = "flow"

CONTENDERS: Final = (
    Contender(OURS, "`optimise`, from usual practice, as `solve` does", "ours", "region"),
    Contender(
        "usual",
        "usual practice: one dwelling at a time",
        "practice",
        "region",
        bounds=False,
    ),
    Contender(
        FLOW,
        "the floor: one minimum-cost flow (`SimpleMinCostFlow`) on all pairs, every quota and"
        " every tier but points left out",
        "flow",
        "metropole",
    ),
    Contender(
        "cp-sat",
        "CP-SAT, one Boolean per column, two workers",
        "cpsat",
        "year",
        "default",
    ),
    Contender(
        "cp-sat-lp2",
        "the same with `linearization_level=2`, one worker (with two, none is given the whole"
        " relaxation)",
        "cpsat",
        "year",
        "linear",
    ),
    Contender("highs", "HiGHS through MathOpt, all columns, as a MILP", "milp", "year", "highs"),
    Contender("scip", "SCIP through MathOpt, all columns, as a MILP", "milp", "year", "scip"),
)


def contender_named(name: str) -> Contender:
    """Return a contender by its name.

    Raises
    ------
    LookupError
        If there is none.
    """
    for contender in CONTENDERS:
        if contender.name == name:
            return contender
    raise LookupError(name)
