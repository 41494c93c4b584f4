"""Judges a plan without the solver: recount, reasons, indicators, run folder, verification.

What stands here shares the domain and the rules of eligibility with the solver, and nothing else:
every count, charge and objective value is made again from the tables.
"""

from repartition.audit.access import (
    Exclusion,
    GroupCount,
    count_groups,
    kept_out_by_limits,
    refused_by,
)
from repartition.audit.claims import audit_results
from repartition.audit.folder import RunRecord, check_target, write_run
from repartition.audit.outcome import Outcome
from repartition.audit.reading import StoredRun, read_run
from repartition.audit.recount import recount
from repartition.audit.structure import audit_plan
from repartition.audit.verification import Verification, verify

__all__ = [
    "Exclusion",
    "GroupCount",
    "Outcome",
    "RunRecord",
    "StoredRun",
    "Verification",
    "audit_plan",
    "audit_results",
    "check_target",
    "count_groups",
    "kept_out_by_limits",
    "read_run",
    "recount",
    "refused_by",
    "verify",
    "write_run",
]
