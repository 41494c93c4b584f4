"""PLAI dwellings approved in the years of the period: an input, counted as it is given."""

from repartition.domain.instance import Instance
from repartition.domain.law import FINANCINGS

_PLAI = FINANCINGS[0]


def approved_by_commune(instance: Instance) -> dict[int, int] | None:
    """Return the PLAI dwellings approved, by row of the commune; None where they are not given."""
    if instance.approvals is None:
        return None
    period = instance.scenario.period
    found: dict[int, int] = {}
    for approval in instance.approvals:
        in_period = period.start.year <= approval.year <= period.end.year
        if in_period and approval.financing == _PLAI:
            found[approval.commune] = found.get(approval.commune, 0) + approval.dwellings
    return found


def approved(instance: Instance) -> int | None:
    """Return the PLAI dwellings approved in every commune; None where they are not given."""
    found = approved_by_commune(instance)
    return None if found is None else sum(found.values())
