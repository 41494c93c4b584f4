"""Two residences and four households, with what usual practice and the plan make of them.

Les Rosiers is fragile (degree 2), Les Tilleuls is not; each has two free dwellings. Usual practice
houses both ACI households in Les Rosiers and leaves the family of five outside; the plan houses
everybody and one ACI household outside Les Rosiers.
"""

import io
from collections.abc import Callable

import numpy as np
import pytest
from rich.console import Console, RenderableType
from tests.factories import household, instance, programme, vacancy
from tests.report.runs import best, office, reopened, report, reports, usual_run

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import Pairs, find_pairs

__all__ = ["best", "office", "reopened", "report", "reports", "usual_run"]

SCENARIO = {
    "name": "Two residences",
    "quotas": [
        {
            "id": "aci-cap",
            "who": {"aci": True},
            "where": {"fragility": {"min": 2}},
            "per": "programme",
            "max_share": 0.5,
            "soft": 1,
        },
        {"id": "aci-engagement", "who": {"aci": True}, "min": 2},
    ],
    "objectives": [{"id": "house", "maximise": "attributions"}],
}


@pytest.fixture
def residences() -> Instance:
    return instance(
        programmes=[programme("rosiers", fragility=2), programme("tilleuls")],
        vacancies=[
            vacancy("rosiers-1", programme="rosiers"),
            vacancy("rosiers-2", programme="rosiers"),
            vacancy("tilleuls-1", programme="tilleuls"),
            vacancy("tilleuls-2", programme="tilleuls"),
        ],
        households=[
            household("ada", aci=True),
            household("ben", aci=True, dalo=True),
            household("cleo", persons=5),
            household("dan", active=True),
        ],
        scenario=SCENARIO,
    )


@pytest.fixture
def charging(residences: Instance) -> Charging:
    return resolve_charging(residences)


@pytest.fixture
def pairs(residences: Instance, charging: Charging) -> Pairs:
    return find_pairs(residences, charging)


@pytest.fixture
def usual() -> Plan:
    # ada rosiers-1, ben rosiers-2, dan tilleuls-1
    return attributions([0, 1, 3], [0, 1, 2])


@pytest.fixture
def plan() -> Plan:
    # ada tilleuls-1, ben rosiers-1, cleo tilleuls-2, dan rosiers-2
    return attributions([0, 1, 2, 3], [2, 0, 3, 1])


def attributions(households: list[int], vacancies: list[int]) -> Plan:
    """Return a plan charged to nobody."""
    nobody = np.zeros(len(households), np.int32)
    return Plan.of(
        np.array(households, np.int32),
        np.array(vacancies, np.int32),
        nobody,
        np.full(len(households), NO_ROW, np.int32),
    )


@pytest.fixture
def rendered() -> Callable[..., str]:
    def render(*parts: RenderableType, width: int = 80) -> str:
        page = io.StringIO()
        console = Console(file=page, width=width, color_system=None)
        console.print(*parts, sep="\n", markup=False, highlight=False)
        return page.getvalue()

    return render
