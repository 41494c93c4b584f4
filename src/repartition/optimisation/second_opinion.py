"""A second solver's word, where "no plan" would otherwise rest on one solver's alone."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from repartition.optimisation.aside import answer_of
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import Face
from repartition.optimisation.linear_model import write_model
from repartition.optimisation.program import Program

_HALF_A_UNIT = 0.5


def finds_hard_shortfall(
    program: Program, face: Face, columns: NDArray[np.int64], *, clock: Clock
) -> bool:
    """Return whether SCIP too finds that every plan made of ``columns`` misses some hard rule.

    It works in floating point, so its word is no proof: it is asked because CP-SAT's "infeasible"
    has been wrong before, and telling an office that nothing is possible has to stand on more than
    one leg. False also where it comes to no end.
    """
    proto = write_model(program, face, program.objectives[0], columns).proto
    del proto.variables.integers[:]
    proto.variables.integers.extend([True] * len(proto.variables.ids))
    parameters = mathopt.SolveParameters(threads=1)
    if clock.limit is not None:
        parameters.time_limit = timedelta(seconds=max(0.01, clock.left()))
    model, interrupter = mathopt.Model.from_model_proto(proto), SolveInterrupter()
    result = answer_of(
        lambda: mathopt.solve(
            model, mathopt.SolverType.GSCIP, params=parameters, interrupter=interrupter
        ),
        stop=interrupter.interrupt,
        clock=clock,
    )
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
        return False
    return result.objective_value() < -_HALF_A_UNIT
