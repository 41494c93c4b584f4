"""Proposes attributions of social housing, judges them, and explains them.

The flow: files -> Instance -> Pairs -> Plan -> audit -> run folder -> explanation.
:mod:`repartition.pipeline` is the first module to read.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from repartition.audit import Verification, verify
    from repartition.domain.instance import Instance
    from repartition.domain.plan import Plan
    from repartition.domain.scenario import Scenario
    from repartition.errors import InfeasibleError, InputError, RepartitionError
    from repartition.explanation import explain
    from repartition.ingest import read_instance, read_scenario
    from repartition.pipeline import check, solve
    from repartition.synthesis import generate

_HOMES = {
    "check": "pipeline",
    "solve": "pipeline",
    "verify": "audit",
    "Verification": "audit",
    "explain": "explanation",
    "generate": "synthesis",
    "read_scenario": "ingest",
    "read_instance": "ingest",
    "Scenario": "domain.scenario",
    "Instance": "domain.instance",
    "Plan": "domain.plan",
    "RepartitionError": "errors",
    "InputError": "errors",
    "InfeasibleError": "errors",
}

__all__ = [
    "InfeasibleError",
    "InputError",
    "Instance",
    "Plan",
    "RepartitionError",
    "Scenario",
    "Verification",
    "check",
    "explain",
    "generate",
    "read_instance",
    "read_scenario",
    "solve",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home only now: a help page need not load the solver."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
