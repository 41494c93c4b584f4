"""The indicators the agglomeration asks for: how many are housed, and in how fragile stock."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.audit.access import count_groups
from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import Column

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"

INDICATORS_FILE: Final = "indicators.json"


def indicators_of(outcome: Outcome) -> dict[str, Json]:
    """Return what ``indicators.json`` says of a plan.

    Besides the keys of the contract: ``policy`` and ``seed``, ``synthetic`` (whether the people
    are made up), the sizes, and ``groups`` (see :class:`repartition.audit.access.GroupCount`). A
    value under ``by`` is there if it has an attribution. A share of nothing is null.
    """
    instance, plan = outcome.instance, outcome.plan
    everything = np.ones(len(plan), np.bool_)
    return {
        "policy": outcome.policy,
        "seed": instance.scenario.seed,
        "synthetic": instance.scenario.synthetic,
        "dwellings": int(instance.vacancies.of_period.sum()),
        "dwellings_left_empty": int(outcome.vacant().sum()),
        "requests": int(instance.households.active.sum()),
        "requests_left": int(outcome.unplaced().sum()),
        **attribution_counts(instance, plan, everything),
        "by": {
            name: {
                value: attribution_counts(instance, plan, rows) for value, rows in _values(column)
            }
            for name, column in _dimensions(instance, plan).items()
        },
        "groups": {
            count.group: {
                "requests": count.requests,
                "housed": count.housed,
                "share": None if count.share is None else float(count.share),
                "mean_waiting_days": (
                    None if count.mean_waiting_days is None else float(count.mean_waiting_days)
                ),
            }
            for count in count_groups(instance, plan)
        },
    }


def attribution_counts(instance: Instance, plan: Plan, rows: NDArray[np.bool_]) -> dict[str, Json]:
    """Return the four indicators of the attributions of a plan marked in ``rows``."""
    programme = instance.vacancies.programme[plan.vacancy[rows]]
    degree = instance.programmes.fragility[programme]
    fragile = degree >= instance.scenario.fragility.fragile_from
    aci = instance.households.aci[plan.household[rows]]
    outside = int((aci & ~fragile).sum())
    return {
        "attributions": len(programme),
        "aci_attributions": int(aci.sum()),
        "aci_outside_fragile": outside,
        "aci_outside_fragile_share": outside / int(aci.sum()) if aci.any() else None,
    }


def _dimensions(instance: Instance, plan: Plan) -> dict[str, Column]:
    """Return what attributions are told apart by: one column each, one cell per attribution."""
    where, names = instance.where_view(), Names.of(instance)
    dwelling = {
        "commune": where.column("programme.commune"),
        "qpv": where.column(f"programme.{instance.scenario.fragility.perimeter}"),
        "financing": where.column("vacancy.financing"),
        "bailleur": where.column("programme.bailleur"),
    }
    found = {
        name: column.take(plan.vacancy) for name, column in dwelling.items() if column is not None
    }
    charged = [names.contingent[row] for row in plan.contingent]
    return {**found, "contingent": Column.from_cells(charged)}


def _values(column: Column) -> list[tuple[str, NDArray[np.bool_]]]:
    return [
        (column.values[code], column.codes == code) for code in np.unique(column.codes).tolist()
    ]
