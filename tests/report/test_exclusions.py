"""Who is refused by what."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.factories import household, instance, vacancy
from tests.report.conftest import attributions

from repartition.audit.access import refused_by
from repartition.audit.outcome import Outcome
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.report.exclusions import exclusion_table, limit_exclusions


def test_the_households_one_rule_alone_keeps_out_stand_under_that_rule(
    rendered: Callable[..., str],
) -> None:
    """Eve needs 1 € at most (no income, taux d'effort on); the only dwelling costs 300 €."""
    eve = instance(
        households=[household("eve", aci=True, dalo=True), household("fay", monthly_income=3000)],
        vacancies=[vacancy("dear", rent=300)],
        scenario={"eligibility": {"max_effort": 0.33}},
    )
    charging = resolve_charging(eve)

    text = rendered(exclusion_table(refused_by(eve, charging, find_pairs(eve, charging))))

    lines = {line.split(":")[0]: line.split()[-4:] for line in text.splitlines() if ":" in line}
    # all, ACI, DALO, families of five and more
    assert lines["effort"] == ["1", "1", "1", "0"]
    assert lines["surface"] == ["0", "0", "0", "0"]


@pytest.fixture
def crowd() -> Outcome:
    """Two ACI households, two dwellings, one ACI attribution at most: ``ada`` has a dwelling."""
    tiny = instance(
        households=[household("ada", aci=True), household("bea", aci=True, dalo=True)],
        vacancies=[vacancy("v1"), vacancy("v2")],
        scenario={"quotas": [{"id": "one-aci", "who": {"aci": True}, "max": 1}]},
    )
    charging = resolve_charging(tiny)
    plan = attributions([0], [0])
    return Outcome(tiny, charging, find_pairs(tiny, charging), plan, "optimal", proven=True)


def test_a_hard_quota_that_alone_leaves_a_household_out_is_named(crowd: Outcome) -> None:
    (found,) = limit_exclusions(crowd)

    assert found.rule == "one-aci"
    assert (found.households["all"], found.households["aci"], found.households["dalo"]) == (1, 1, 1)
    assert found.households["large_family"] == 0


def test_a_soft_quota_keeps_nobody_out(crowd: Outcome) -> None:
    quota = crowd.instance.scenario.quotas[0].model_copy(update={"soft": 1})
    scenario = crowd.instance.scenario.model_copy(update={"quotas": (quota,)})
    assert (
        limit_exclusions(replace(crowd, instance=replace(crowd.instance, scenario=scenario))) == ()
    )
