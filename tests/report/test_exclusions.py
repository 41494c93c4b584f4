"""Who is refused by what."""

from collections.abc import Callable

from tests.factories import household, instance, vacancy

from repartition.audit.access import refused_by
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.report.exclusions import exclusion_table
from repartition.report.layout import drawn


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

    text = rendered(drawn(exclusion_table(refused_by(eve, charging, find_pairs(eve, charging)))))

    rows = [" ".join(line.split()) for line in text.splitlines()]
    # all, ACI, DALO, families of five and more
    assert "rent too high for the income (effort) 1 1 1 0" in rows
    assert "legal minimum surface (surface) 0 0 0 0" in rows
