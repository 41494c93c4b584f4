"""Quotas with their slack, on the two residences of conftest.py."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from repartition.audit.recount import recount
from repartition.domain.filters import EVERYTHING, parse_filter
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, TierResult
from repartition.domain.scenario import Scenario
from repartition.domain.tiers import Tier, tiers_of
from repartition.eligibility.charging import Charging
from repartition.language import spoken
from repartition.report.labels import rule_name, tier_name
from repartition.report.layout import drawn
from repartition.report.scope import quota_words
from repartition.report.targets import (
    decimals_words,
    quota_rows_table,
    quota_table,
    summarise,
    tier_table,
)

Render = Callable[..., str]


def line_with(text: str, name: str) -> list[str]:
    (found,) = (line for line in text.splitlines() if line.startswith(name))
    return found.removeprefix(name).split()


def test_every_quota_says_who_misses_it_and_its_arithmetic(
    residences: Instance, charging: Charging, usual: Plan, plan: Plan, rendered: Render
) -> None:
    before, after = (recount(residences, charging, made).quotas for made in (usual, plan))

    text = rendered(quota_table(before, after))

    # usual: 2 ACI of 2 attributions in Les Rosiers, at most 50 % = 1. Plan: 1 of 2.
    # missed by usual practice, by the plan; lacks, count, bound, slack of the plan
    assert line_with(text, "aci-cap (soft 1)") == ["1/1", "0/1", "0", "1", "1", "0"]
    assert line_with(text, "  at most 50%") == []
    assert line_with(text, "aci-engagement (hard)") == ["0/1", "0/1", "0", "2", "2", "0"]
    assert line_with(text, "  at least 2") == []


def test_of_several_groups_the_tightest_is_shown(
    residences: Instance, charging: Charging, usual: Plan, rendered: Render
) -> None:
    residences = with_quota(
        residences, {"id": "per-residence", "per": "programme", "max": 2, "soft": 1}
    )
    counts = recount(residences, charging, usual).quotas

    (summary,) = summarise(counts)

    # Les Rosiers has 2 of 2, Les Tilleuls 1 of 2.
    assert summary.tightest.row.group == "rosiers"
    assert summary.missed == 0
    assert "tightest: rosiers" in " ".join(rendered(quota_table(counts, counts)).split())


def test_what_several_groups_lack_is_summed_exactly(
    residences: Instance, charging: Charging, usual: Plan
) -> None:
    residences = with_quota(
        residences,
        {"id": "q", "per": "programme", "who": {"aci": True}, "min_share": 0.75, "soft": 1},
    )

    (summary,) = summarise(recount(residences, charging, usual).quotas)

    # Les Rosiers: 2 ≥ 0.75 × 2 holds. Les Tilleuls: 0 ≥ 0.75 × 1 lacks 3/4.
    assert summary.missed == 1
    assert summary.shortfall == Fraction(3, 4)


def test_a_quota_with_two_bounds_makes_two_lines(
    residences: Instance, charging: Charging, usual: Plan
) -> None:
    residences = with_quota(residences, {"id": "q", "min": 1, "max": 3})

    kinds = [s.rows[0].row.kind for s in summarise(recount(residences, charging, usual).quotas)]

    assert kinds == ["max", "min"]


def test_every_group_can_be_shown(
    residences: Instance, charging: Charging, usual: Plan, rendered: Render
) -> None:
    text = rendered(drawn(quota_rows_table(recount(residences, charging, usual).quotas)))

    # one attribution too many: 2 of at most 1
    assert line_with(text, "aci-cap [rosiers]") == ["at", "most", "50%", "1", "2", "1", "−1"]


def test_a_share_of_the_dwellings_says_so(
    residences: Instance, charging: Charging, usual: Plan, rendered: Render
) -> None:
    residences = with_quota(
        residences, {"id": "q", "who": {"aci": True}, "max_share": 0.3, "of": "vacancies"}
    )
    counts = recount(residences, charging, usual).quotas

    # ⌊0.3 × 4⌋ = 1
    text = " ".join(rendered(quota_table(counts, counts)).split())

    assert "at most 30% of the dwellings" in text
    assert counts[0].bound == 1


def test_a_tier_shows_its_value_its_bound_and_whether_they_meet(
    residences: Instance, rendered: Render
) -> None:
    results = [
        TierResult("hard", Fraction(0), Fraction(0), proven=True),
        TierResult("soft-1", Fraction(1, 4), Fraction(0), proven=False),
        TierResult("house", Fraction(4), Fraction(4), proven=True),
    ]

    text = rendered(drawn(tier_table(tiers_of(residences), results)))

    assert line_with(text, "hard rules")[-3:] == ["0", "0", "yes"]
    assert line_with(text, "soft level 1")[-3:] == ["0.25", "0", "no"]
    assert line_with(text, "house")[-3:] == ["4", "4", "yes"]


def test_implied_tiers_have_words_and_those_of_the_scenario_their_ids() -> None:
    with spoken("fr"):
        names = [tier_name(tier) for tier in ("hard", "soft-2", "house", "seniority", "lottery")]

    assert names == ["règles impératives", "souple 2", "house", "ancienneté", "tirage au sort"]


def test_rules_and_transfers_have_words_and_targets_their_ids() -> None:
    with spoken("fr"):
        names = [rule_name(rule) for rule in ("surface", "transfer:handback", "aci-cap")]

    assert names == ["surface minimale légale (surface)", "transfert handback", "aci-cap"]


def with_quota(instance: Instance, quota: dict[str, object]) -> Instance:
    """Return the instance with this one quota for all its quotas."""
    raw = {
        "schema": 1,
        "name": "one quota",
        "data": "data",
        "period": instance.scenario.period.model_dump(),
        "seed": 1,
        "quotas": [quota],
    }
    return replace(instance, scenario=Scenario.model_validate(raw, strict=False))


def test_two_tiers_that_count_the_same_say_of_whom(residences: Instance, rendered: Render) -> None:
    tiers = (
        Tier("first", maximise=True, measure="attributions", who=parse_filter([{"aci": True}])),
        Tier("house", maximise=True, measure="attributions"),
    )
    results = [TierResult(tier.id, Fraction(1), Fraction(1), proven=True) for tier in tiers]

    senses = [row[1] for row in tier_table(tiers, results).rows]

    assert senses == ["most attributions; households: ACI", "most attributions"]


def test_a_cap_is_missed_by_an_excess_and_decimals_have_their_reason(
    residences: Instance, charging: Charging, usual: Plan
) -> None:
    residences = with_quota(
        residences, {"id": "q", "per": "programme", "who": {"aci": True}, "max_share": 0.25}
    )
    counts = recount(residences, charging, usual).quotas

    # 0.25 × 2 in Les Rosiers
    assert list(decimals_words(counts)) == [
        "Attributions have decimals where a bound is a share: 25% of 2 is 0.5."
    ]
    assert quota_rows_table(counts).columns[2].title == "missed by"
    whole = with_quota(residences, {"id": "q", "min": 2})
    assert list(decimals_words(recount(whole, charging, usual).quotas)) == []


def test_a_target_says_which_attributions_it_counts(residences: Instance) -> None:
    capped, engagement = residences.scenario.quotas

    assert quota_words(capped) == "households: ACI; dwellings: degree of fragility from 2"
    assert quota_words(engagement) == "households: ACI"
    assert quota_words(engagement.model_copy(update={"who": EVERYTHING})) == "all attributions"
