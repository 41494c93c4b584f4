"""The words for what closes a dwelling, and the clauses made of them."""

from collections.abc import Mapping

from repartition.audit.closures import DECIDED, OWN
from repartition.language import _, counted


def closure_words(cause: str) -> str:
    """Return what a rule of eligibility, or another cause that closes, is called."""
    return {
        "active": _("not active, or not of the period"),
        "typology": _("number of rooms"),
        "surface": _("legal minimum surface"),
        "ceiling": _("income ceiling"),
        "effort": _("share of income to pay"),
        "commune": _("commune not asked for"),
        "accessible": _("not accessible"),
        "contingent": _("no reservation right"),
        "decision": _("decision against it"),
        DECIDED: _("settled by a decision"),
        OWN: _("dwelling it lives in"),
    }[cause]


def count_closures(closures: Mapping[str, int]) -> str:
    """Return how many each cause closes, the one that closes most first: ``A (12), B (3)``."""
    ordered = sorted(closures.items(), key=lambda item: -item[1])
    return ", ".join(f"{closure_words(cause)} ({counted(count)})" for cause, count in ordered)


def count_limits(limits: Mapping[str, int]) -> str:
    """Return how many each quota or transfer closes, the one that closes most first."""
    ordered = sorted(limits.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} ({counted(count)})" for name, count in ordered)
