"""What changes in the objectives and in what targets lack, on the residences of conftest.py."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from repartition.audit.recount import recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.eligibility.charging import Charging
from repartition.errors import InputError
from repartition.report.worth import TierValue, Worth, worth

Render = Callable[..., str]
OBJECTIVES = "tier,value,bound,proven,sense,measure\n"
QUOTAS = "quota,group,kind,count,of,bound,shortfall,slack,soft\n"


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_change_of_every_tier_and_of_every_shortfall_is_shown(
    residences: Instance, charging: Charging, usual: Plan, plan: Plan, rendered: Render
) -> None:
    before, after = (
        Worth.of_recount(recount(residences, charging, made)) for made in (usual, plan)
    )

    text = lines(rendered(*worth(before, after)))

    assert "house 3 4 +1" in text
    # usual: 2 ACI of 2 attributions in Les Rosiers, at most 1
    assert "soft level 1 1 0 −1" in text
    assert "aci-cap 1 0 −1" in text
    assert "aci-engagement 0 0 0" in text


def test_what_only_one_of_the_runs_has_is_shown_without_a_change(rendered: Render) -> None:
    tier = TierValue(Fraction(4), "maximise", "attributions")
    before = Worth({"house": tier, "old": tier}, {"q": Fraction(1)})
    after = Worth({"house": tier, "new": tier}, {})

    text = lines(rendered(*worth(before, after)))

    assert [line for line in text if line.endswith("–")] == ["new – 4 –", "old 4 – –", "q 1 – –"]


def test_two_things_under_one_name_are_not_subtracted() -> None:
    most = TierValue(Fraction(4), "maximise", "points")

    assert most.change_from(TierValue(Fraction(1), "maximise", "points")) == 3
    assert most.change_from(TierValue(Fraction(1), "maximise", "wish_rank")) is None
    assert most.change_from(TierValue(Fraction(1), "minimise", "points")) is None


def test_an_earlier_run_is_read_from_its_tables(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(
        OBJECTIVES + "house,4,4,true,maximise,attributions\n", encoding="utf-8"
    )
    (tmp_path / "quotas.csv").write_text(
        QUOTAS + "q,A,max,2,,1,1,-1,1\nq,B,max,1,,0.75,0.25,-0.25,1\n", encoding="utf-8"
    )

    found = Worth.of_run(tmp_path)

    assert found.tiers == {"house": TierValue(Fraction(4), "maximise", "attributions")}
    assert found.lacks == {"q": Fraction(5, 4)}


def test_an_earlier_run_that_gives_no_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(
        OBJECTIVES + "house,four,4,true,maximise,attributions\n", encoding="utf-8"
    )
    (tmp_path / "quotas.csv").write_text(QUOTAS, encoding="utf-8")

    with pytest.raises(InputError, match=r"objectives\.csv:2 value: four"):
        Worth.of_run(tmp_path)


def test_a_folder_that_holds_no_objectives_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"objectives\.csv"):
        Worth.of_run(tmp_path)
