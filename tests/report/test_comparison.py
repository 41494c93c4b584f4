"""The plan beside usual practice: the two residences of conftest.py."""

from collections.abc import Callable

from tests.factories import household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.scenario import Baseline
from repartition.report.comparison import Headline, access, headline_table
from repartition.report.layout import drawn

Render = Callable[..., str]


def row(text: str, name: str) -> list[str]:
    """Return the cells of the one row that starts with ``name``."""
    rows = (line.partition(name + "  ") for line in text.splitlines())
    (found,) = (cells for before, _name, cells in rows if not before and cells.strip())
    return found.split()


def test_the_published_figures_usual_practice_and_the_plan_stand_side_by_side(
    residences: Instance, usual: Plan, plan: Plan, rendered: Render
) -> None:
    published = Baseline(
        attributions=3700, aci_attributions=1000, aci_outside_fragile=540, source="2014"
    )
    columns = {
        "published": Headline.published(published),
        "usual practice": Headline.of_plan(residences, usual),
        "plan": Headline.of_plan(residences, plan),
    }

    text = rendered(drawn(headline_table("Attributions", columns)))

    assert row(text, "Attributions") == ["3,700", "3", "4"]
    assert row(text, "ACI households housed") == ["1,000", "2", "2"]
    # usual: ada and ben both in Les Rosiers; plan: ada in Les Tilleuls
    assert row(text, "of them outside fragile programmes") == ["540", "0", "1"]
    # 540/1000, 0/2, 1/2
    assert row(text, "share of the ACI households housed") == ["54.0%", "0.0%", "50.0%"]


def test_a_plan_that_houses_no_aci_household_has_no_share_of_them(residences: Instance) -> None:
    nobody = Headline.of_indicators(
        {"attributions": 7, "aci_attributions": 0, "aci_outside_fragile": 0}
    )

    assert nobody.aci_outside_fragile_share is None


def test_who_gains_and_who_loses_is_told_group_by_group(
    residences: Instance, usual: Plan, plan: Plan, rendered: Render
) -> None:
    text = rendered(*access(residences, usual, plan))

    # requests, usual, plan, change, days waited
    assert row(text, "All households")[:4] == ["4", "3", "4", "+1"]
    assert row(text, "ACI households")[:4] == ["2", "2", "2", "0"]
    assert row(text, "DALO households")[:4] == ["1", "1", "1", "0"]
    # cleo and dan: usual practice houses dan only
    assert row(text, "Others (neither ACI nor DALO)")[:4] == ["2", "1", "2", "+1"]
    assert row(text, "Families of 5 and more") == ["1", "0", "1", "+1", "–", "0"]
    assert "Fewer housed" not in text


def test_a_group_that_loses_is_shown_losing_and_named(
    residences: Instance, usual: Plan, plan: Plan, rendered: Render
) -> None:
    text = rendered(*access(residences, plan, usual))

    assert row(text, "Families of 5 and more") == ["1", "1", "0", "−1", "0", "–"]
    assert (
        "Fewer housed than by usual practice: All households, Others (neither ACI nor DALO), "
        "Families of 5 and more."
    ) in " ".join(text.split())


def test_tenants_who_lose_are_named_like_any_other_group(
    residences: Instance, usual: Plan, plan: Plan, rendered: Render
) -> None:
    """Cleo, whom the plan houses and usual practice does not, lives in Les Rosiers."""
    cleo = household("cleo", persons=5, occupies="rosiers")
    tenants = instance(
        programmes=[programme("rosiers", fragility=2), programme("tilleuls")],
        vacancies=[
            vacancy(name, programme=name[:-2])
            for name in ("rosiers-1", "rosiers-2", "tilleuls-1", "tilleuls-2")
        ],
        households=[household("ada"), household("ben"), cleo, household("dan")],
    )

    text = rendered(*access(tenants, plan, usual), width=100)

    assert row(text, "Tenants (mutations)")[:4] == ["1", "1", "0", "−1"]
    assert "Tenants (mutations)." in " ".join(text.split())
