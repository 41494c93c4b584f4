"""A protected group that loses: the summary says why, and what would house more of it."""

import tomllib
from collections.abc import Callable

from tests.factories import household, instance, vacancy
from tests.report.conftest import attributions

from repartition.audit.outcome import Outcome
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.scenario import Scenario
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.report.losses import losses

Render = Callable[..., str]
FILE = "scenario.toml"
HOUSE = {"id": "house", "maximise": "attributions"}
POINTS = {"id": "points", "maximise": "points"}
ACCESSIBLE = {"id": "lift", "maximise": "attributions", "who": {"accessible": True}}


def case(*objectives: dict[str, object]) -> Instance:
    """Return two dwellings, one of them accessible, and three households: one needs that one."""
    return instance(
        households=[
            household("ada", accessible=True),
            household("ben"),
            household("cleo"),
        ],
        vacancies=[vacancy("lift", accessible=True), vacancy("stairs")],
        scenario={"objectives": objectives},
    )


def outcome(made: Instance, plan: Plan) -> Outcome:
    charging = resolve_charging(made)
    return Outcome(made, charging, find_pairs(made, charging), plan, "optimal", proven=True)


USUAL = attributions([0, 1], [0, 1])  # ada lift, ben stairs
PLAN = attributions([1, 2], [0, 1])  # ben lift, cleo stairs


def words(text: str) -> str:
    return " ".join(text.split())


def test_it_is_told_how_many_dwellings_that_suit_it_went_elsewhere(rendered: Render) -> None:
    text = words(rendered(*losses(outcome(case(HOUSE, POINTS), PLAN), USUAL, source=FILE)))

    assert (
        "Need an accessible dwelling: 1 left without; 1 dwelling that would suit one of them went "
        "to a household outside the group. No objective of this scenario counts the homes of this "
        "group alone."
    ) in text


def test_the_objective_to_add_is_one_a_scenario_accepts_right_after_the_homes(
    rendered: Render,
) -> None:
    text = rendered(*losses(outcome(case(HOUSE, POINTS), PLAN), USUAL, source=FILE))

    found = tomllib.loads(text[text.index("  schema = 1") :])
    assert (found["name"], found["extends"]) == (f"{case(HOUSE).scenario.name}-accessible", FILE)
    assert "a new file, accessible.toml, beside scenario.toml" in words(text)
    assert "repartition solve accessible.toml" in words(text)
    (added,) = found["objectives"]
    assert added.pop("before") == "points"
    scenario = Scenario.model_validate(
        case(HOUSE).scenario.model_dump(by_alias=True) | {"objectives": [HOUSE, added]},
        strict=False,
    )
    assert scenario.objectives[1].who == case(ACCESSIBLE).scenario.objectives[0].who


def test_the_objective_to_add_takes_no_id_that_there_is(rendered: Render) -> None:
    taken = POINTS | {"id": "accessible"}

    assert 'id = "homes-accessible"' in rendered(
        *losses(outcome(case(HOUSE, taken), PLAN), USUAL, source=FILE)
    )


def test_where_an_objective_counts_it_already_what_stands_above_is_the_cause(
    rendered: Render,
) -> None:
    text = words(rendered(*losses(outcome(case(HOUSE, ACCESSIBLE), PLAN), USUAL, source=FILE)))

    assert "The objective lift counts their homes: what stands above it comes first." in text
    assert "[[objectives]]" not in text


def test_where_no_dwelling_given_would_suit_it_no_objective_would_help(rendered: Render) -> None:
    """The accessible dwelling stays empty: nobody else took it."""
    text = words(
        rendered(*losses(outcome(case(HOUSE), attributions([1], [1])), USUAL, source=FILE))
    )

    assert "1 left without; no dwelling given to other households would suit any of them." in text
    assert "[[objectives]]" not in text


def test_nothing_is_said_where_only_the_others_lose() -> None:
    """Ben is in no protected group: that he loses to ada is what the scenario asks."""
    made = outcome(case(HOUSE), attributions([0], [0]))

    assert list(losses(made, attributions([0, 1], [0, 1]), source=FILE)) == []
