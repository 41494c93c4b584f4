"""What one choice changes is counted in part: it must be what counting the whole plan says."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commission.conftest import case
from tests.factories import contingent, household, programme, vacancy

from repartition.audit.recount import Recount, recount
from repartition.commission.session.effects import Effects
from repartition.domain.table import NO_ROW
from repartition.explanation import PlanView
from repartition.explanation.facts.target_changes import changed_rows, with_pair

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time

QUOTAS = [
    {"id": "cap", "who": {"aci": True}, "per": "programme", "max_share": 0.5, "soft": 1},
    {"id": "floor", "who": {"aci": True}, "per": "bailleur", "min_share": 0.34, "soft": 2},
    {"id": "hard", "who": {"dalo": True}, "where": {"fragility": {"min": 1}}, "max": 1},
    {"id": "few", "via": {"kind": "commune"}, "per": "via.contingent", "max": 1, "min": 1}
    | {"soft": 1},
    {"id": "stock", "where": {"typology": "T2"}, "max_share": 0.4, "of": "vacancies", "soft": 2},
]  # fmt: skip
OBJECTIVES = [
    {"id": "house", "maximise": "attributions"},
    {"id": "caps", "minimise": "shortfall", "soft": 1},
    {"id": "spare", "minimise": "fragility", "who": {"aci": True}},
    {"id": "commune", "maximise": "points", "via": {"kind": "commune"}},
    {"id": "wishes", "minimise": "wish_rank"},
]
TRANSFER = {
    "id": "handback",
    "from": {"kind": "etat_prioritaires"},
    "to": {"kind": "commune"},
    "max_share": 0.5,
}


@st.composite
def plans(draw: st.DrawFn) -> PlanView:
    """Draw a small year and a plan of it, which may miss anything."""
    truths, few = st.booleans(), st.integers(0, 3)
    households = [
        household(
            f"h{number}",
            aci=draw(truths),
            dalo=draw(truths),
            points=draw(few),
            contingents=["mairie", "etat"] if draw(truths) else ["etat"],
        )
        for number in range(6)
    ]
    vacancies = [
        vacancy(
            f"v{number}",
            programme=draw(st.sampled_from(["calm", "fragile"])),
            contingent=draw(st.sampled_from(["", "etat"])),
            typology=draw(st.sampled_from(["T2", "T3"])),
        )
        for number in range(5)
    ]
    size = draw(st.integers(0, 5))
    given_to = draw(st.permutations(range(6)))[:size]
    offered = draw(st.permutations(range(5)))[:size]
    return case(
        {f"h{h}": f"v{v}" for h, v in zip(given_to, offered, strict=True)},
        households=households,
        vacancies=vacancies,
        programmes=[programme("calm", bailleur="one"), programme("fragile", fragility=2)],
        contingents=[
            contingent("etat", "etat_prioritaires"),
            contingent("mairie", "commune", commune="tours"),
        ],
        scenario={
            "quotas": QUOTAS,
            "objectives": OBJECTIVES,
            "contingents": {"transfers": [TRANSFER]},
        },
    )


def handed_over(view: PlanView, asking: int, offered: int, way: tuple[int, int]) -> Recount:
    plan = with_pair(view.plan, asking, offered, *way)
    return recount(view.instance, view.outcome.charging, plan)


@given(plans(), st.integers(0, 4))
def test_each_row_and_the_order_are_those_of_the_whole_plan_counted_again(
    view: PlanView, vacancy: int
) -> None:
    effects = Effects.of(view)
    asked = np.flatnonzero(np.arange(6) != view.household_of[vacancy]).astype(np.int32)
    found = effects.handovers(asked, vacancy)
    values = []
    for entry, asking in enumerate(found.household.tolist()):
        way = int(found.contingent[entry]), int(found.transfer[entry])
        after = handed_over(view, asking, vacancy, way)
        expected = changed_rows(effects.found, after, view)
        assert sorted(map(repr, found.rows[entry])) == sorted(map(repr, expected))
        values.append([-value if tier.maximise else value for tier, value in after.tiers])
    by_value = sorted(range(len(values)), key=lambda entry: values[entry])
    by_losses = np.lexsort(found.losses[::-1]).tolist()
    assert [values[entry] for entry in by_losses] == [values[entry] for entry in by_value]


def test_a_shortfall_that_is_no_whole_number_is_weighed_exactly() -> None:
    """Two of three would be ACI: half of 3 is 1.5, missed by 0.5; without ACI nothing is missed."""
    view = case(
        {"a": "v1", "b": "v2"},
        households=[household("a", aci=True), household("b"), household("c", aci=True),
                    household("d")],
        vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3")],
        scenario={"quotas": [
            {"id": "cap", "who": {"aci": True}, "per": "programme", "max_share": 0.5, "soft": 1}
        ]},
    )  # fmt: skip
    found = Effects.of(view).handovers(np.array([2, 3], np.int32), 2)

    ((row,), nothing) = found.rows
    assert (row.row, row.count, row.of) == ("cap", (1, 2), (2, 3))
    assert row.shortfall == (Fraction(0), Fraction(1, 2))
    assert nothing == ()
    level = [tier.id for tier in Effects.of(view).tiers].index("soft-1")
    assert found.losses[level, 0] > found.losses[level, 1]


def test_no_household_makes_no_entry() -> None:
    view = case({}, households=[household("a")], vacancies=[vacancy("v")])
    assert len(Effects.of(view).handovers(np.zeros(0, np.int32), 0).household) == 0


def test_a_way_through_a_full_transfer_is_told_with_its_cap() -> None:
    """Half of two dwellings may be handed back, and v1 is: v2 would be the second."""
    view = case(
        {"m": "v1"},
        households=[household("m", contingents=["mairie"]), household("n", contingents=["mairie"])],
        vacancies=[vacancy("v1", contingent="etat"), vacancy("v2", contingent="etat")],
        contingents=[contingent("etat", "etat_prioritaires"), contingent("mairie", "commune")],
        scenario={"contingents": {"transfers": [TRANSFER]}},
    )
    found = Effects.of(view).handovers(np.array([1], np.int32), 1)

    (row,) = found.rows[0]
    assert (row.row, row.group, row.level) == ("transfer:handback", "etat", 0)
    assert (row.count, row.shortfall) == ((1, 2), (Fraction(0), Fraction(1)))
    assert found.transfer.tolist() != [NO_ROW]


@pytest.mark.parametrize(("taken", "missed"), [("v1", 0), ("v2", 1)])
def test_the_room_of_who_gives_up_a_dwelling_is_free_again(taken: str, missed: int) -> None:
    """One DALO household at most: in place of m it fits, beside m it is one too many."""
    view = case(
        {"m": "v1"},
        households=[household("m", dalo=True), household("n", dalo=True)],
        vacancies=[vacancy("v1"), vacancy("v2")],
        scenario={"quotas": [{"id": "one", "who": {"dalo": True}, "max": 1}]},
    )
    row = view.names.vacancy.index(taken)
    found = Effects.of(view).handovers(np.array([1], np.int32), row)

    assert [each.shortfall[1] for each in found.rows[0]] == [missed] * missed
