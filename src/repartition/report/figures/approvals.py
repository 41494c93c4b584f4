"""PLAI dwellings approved in the years of the period: an input, counted as it is given."""

from repartition.domain.instance import Instance
from repartition.domain.law import FINANCINGS

_PLAI = FINANCINGS[0]


def approved_by_commune(instance: Instance) -> dict[int, int] | None:
    """Return the PLAI dwellings approved in the period, by row of the commune.

    Only communes with a row for it: of the others nothing is known, 0 being a row of its own. None
    where there is no table.
    """
    if instance.approvals is None:
        return None
    period = instance.scenario.period
    found: dict[int, int] = {}
    for approval in instance.approvals:
        in_period = period.start.year <= approval.year <= period.end.year
        if in_period and approval.financing == _PLAI:
            found[approval.commune] = found.get(approval.commune, 0) + approval.dwellings
    return found


def unsaid_communes(instance: Instance) -> int:
    """Return how many communes a table of approvals is silent on; 0 where there is none."""
    found = approved_by_commune(instance)
    return 0 if found is None else len(instance.communes.table) - len(found)


def approved(instance: Instance) -> int | None:
    """Return the PLAI dwellings approved in the communes that say it; None where none does."""
    found = approved_by_commune(instance)
    return sum(found.values()) if found else None
