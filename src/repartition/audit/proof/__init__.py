"""The proof that no plan is better, recomputed from stored prices: numpy and integers, no solver.

Written apart from the optimisation, from docs/model.md: what the two have in common is the
mathematics.
"""

from repartition.audit.proof.certificate_file import (
    CERTIFICATE_FILE,
    certificate_bytes,
    read_certificate,
)
from repartition.audit.proof.judgement import Judgement, TierProof, judge

__all__ = [
    "CERTIFICATE_FILE",
    "Judgement",
    "TierProof",
    "certificate_bytes",
    "judge",
    "read_certificate",
]
