"""Through whose right each attribution is made: what each mode of charging forbids and allows."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import Row, commune, contingent, household, instance, programme, vacancy
from tests.optimisation.plans import charges, homes, solve

from repartition.domain.instance import Instance

HOUSE = {"id": "house", "maximise": "attributions"}
RIGHTS = [
    contingent("action", "action_logement"),
    contingent("habitat", "bailleur", bailleur="bailleur"),
    contingent("other-landlord", "bailleur", bailleur="logis"),
    contingent("prefet", "etat_prioritaires"),
    contingent("luynes", "commune", commune="luynes"),
    contingent("tours", "commune", commune="tours"),
]
HANDBACK = {
    "id": "handback",
    "from": {"kind": "etat_prioritaires"},
    "to": {"kind": "action_logement"},
}


def made(
    households: list[Row],
    vacancies: list[Row],
    *,
    mode: str = "stock",
    transfers: tuple[Row, ...] = (),
    objectives: tuple[Row, ...] = (HOUSE,),
    fixed: tuple[tuple[str, str], ...] = (),
    **scenario: Any,
) -> Instance:
    """Return an instance with every right; households hold what their ``contingents`` say."""
    charging = {"mode": mode, "transfers": list(transfers)}
    return instance(
        households=households,
        vacancies=vacancies,
        communes=[commune("luynes"), commune("tours")],
        programmes=[programme(), programme("elsewhere", bailleur="logis", commune="luynes")],
        contingents=RIGHTS,
        fixed=fixed,
        scenario={"objectives": objectives, "contingents": charging} | scenario,
    )


def one_pair(held: list[str], own: str, **options: Any) -> Instance:
    return made([household("h", contingents=held)], [vacancy("v", contingent=own)], **options)


@pytest.mark.parametrize(
    ("held", "own", "charged"),
    [
        ([], "", "nobody"),
        (["prefet"], "", "nobody"),
        (["prefet"], "prefet", "prefet"),
        (["action"], "prefet", None),
        ([], "prefet", None),
        ([], "habitat", "habitat"),  # a landlord's is open to everyone
        ([], "other-landlord", None),  # but only in its own dwellings
    ],
)
def test_in_stock_a_dwelling_goes_through_the_right_that_reserved_it(
    held: list[str], own: str, charged: str | None
) -> None:
    case = one_pair(held, own)
    assert charges(case, solve(case).plan).get("h") == charged


@pytest.mark.parametrize(
    ("held", "own", "charged"),
    [
        (["action"], "prefet", "action/handback"),
        (["prefet"], "prefet", "prefet"),
        (["tours"], "prefet", None),  # the transfer hands back to Action Logement only
        (["action"], "tours", None),  # and from the State only
    ],
)
def test_a_transfer_opens_dwellings_of_one_right_to_another(
    held: list[str], own: str, charged: str | None
) -> None:
    case = one_pair(held, own, transfers=(HANDBACK,))
    assert charges(case, solve(case).plan).get("h") == charged


@pytest.mark.parametrize(
    ("where", "charged"), [({}, "action/handback"), ({"new_build": True}, None)]
)
def test_a_transfer_opens_only_the_dwellings_it_is_about(where: Row, charged: str | None) -> None:
    case = one_pair(["action"], "prefet", transfers=(HANDBACK | {"where": where},))
    assert charges(case, solve(case).plan).get("h") == charged


def test_a_commune_receives_only_at_home() -> None:
    to_communes = HANDBACK | {"to": {"kind": "commune"}}
    for held, charged in ((["tours"], "tours/handback"), (["luynes"], None)):
        case = one_pair(held, "prefet", transfers=(to_communes,))
        assert charges(case, solve(case).plan).get("h") == charged


@pytest.mark.parametrize(
    ("share", "handed_back"),
    [
        ("1", 3),
        ("0.67", 2),  # ⌊2.01⌋
        ("0.66", 1),  # ⌊1.98⌋
        ("0.34", 1),  # ⌊1.02⌋
        ("0.33", 0),  # ⌊0.99⌋
        ("0", 0),
    ],
)
def test_a_transfer_hands_back_at_most_its_share_of_the_dwellings(
    share: str, handed_back: int
) -> None:
    """Three dwellings of the State, three households of Action Logement."""
    households = [household(f"h{i}", contingents=["action"]) for i in range(3)]
    vacancies = [vacancy(f"v{i}", contingent="prefet") for i in range(3)]
    case = made(households, vacancies, transfers=(HANDBACK | {"max_share": Decimal(share)},))
    assert Counter(charges(case, solve(case).plan).values()) == +Counter(
        {"action/handback": handed_back}
    )


def test_the_cap_of_a_transfer_is_counted_for_each_right_it_takes_from() -> None:
    """Two dwellings of the State, two of Action Logement: half of each is one, not two of four."""
    to_tours = HANDBACK | {
        "from": {"kind": ["etat_prioritaires", "action_logement"]},
        "to": {"kind": "commune"},
        "max_share": Decimal("0.5"),
    }
    households = [household(f"h{i}", contingents=["tours"]) for i in range(4)]
    vacancies = [
        vacancy(f"{own}-{i}", contingent=own) for own in ("action", "prefet") for i in "01"
    ]
    case = made(households, vacancies, transfers=(to_tours,))
    given = Counter(home.partition("-")[0] for home in homes(case, solve(case).plan).values())
    assert given == {"action": 1, "prefet": 1}


def test_each_transfer_has_its_own_cap() -> None:
    """Half of two dwellings through either transfer: both together hand back both."""
    first = HANDBACK | {"max_share": Decimal("0.5")}
    second = first | {"id": "extra", "to": {"kind": "commune"}}
    households = [household(f"h{i}", contingents=["action", "tours"]) for i in range(2)]
    vacancies = [vacancy(f"v{i}", contingent="prefet") for i in range(2)]
    case = made(households, vacancies, transfers=(first, second))
    assert sorted(charges(case, solve(case).plan).values()) == ["action/handback", "tours/extra"]


@pytest.mark.parametrize(
    ("held", "own", "among"),
    [
        # A landlord of the dwelling is there, so nobody is not: the dwelling's right is not asked.
        ([], "prefet", {"habitat"}),
        (["action"], "prefet", {"habitat", "action"}),
        (["luynes"], "", {"habitat"}),  # a commune only at home
        (["tours"], "", {"habitat", "tours"}),
    ],
)
def test_in_flow_any_open_right_may_be_charged(held: list[str], own: str, among: set[str]) -> None:
    """Each right in turn is preferred: it is charged exactly where it is open."""
    for right in ("habitat", "action", "prefet", "luynes", "tours", "other-landlord"):
        prefer = {"id": "prefer", "maximise": "persons", "via": {"contingent": right}}
        case = one_pair(held, own, mode="flow", objectives=(HOUSE, prefer))
        assert (charges(case, solve(case).plan)["h"] == right) == (right in among)


def test_in_flow_nobody_is_charged_where_no_landlord_is_open() -> None:
    case = instance(
        households=[household("h", contingents=["prefet"])],
        vacancies=[vacancy("v", contingent="action")],
        contingents=[RIGHTS[0], RIGHTS[3]],
        scenario={
            "contingents": {"mode": "flow"},
            "objectives": [
                HOUSE,
                {"id": "none", "minimise": "persons", "via": {"contingent": {"present": True}}},
            ],
        },
    )
    assert charges(case, solve(case).plan) == {"h": "nobody"}


def test_where_rights_are_not_looked_at_a_dwelling_is_open_to_everyone_through_its_own() -> None:
    for own in ("prefet", "other-landlord", "luynes"):
        case = one_pair([], own, eligibility={"contingents": False})
        assert charges(case, solve(case).plan) == {"h": own}


def test_the_right_that_meets_a_quota_is_charged_where_there_is_a_choice() -> None:
    """The State's own right is at its cap: the second attribution goes through the hand-back."""
    quota = {"id": "state", "via": {"kind": "etat_prioritaires"}, "max": 1}
    households = [household(f"h{i}", contingents=["action", "prefet"]) for i in range(2)]
    vacancies = [vacancy(f"v{i}", contingent="prefet") for i in range(2)]
    case = made(households, vacancies, transfers=(HANDBACK,), quotas=[quota])
    assert sorted(charges(case, solve(case).plan).values()) == ["action/handback", "prefet"]


def test_a_fixed_pair_goes_through_the_dwellings_own_right_even_where_it_is_closed() -> None:
    case = one_pair(["tours"], "prefet", fixed=(("h", "v"),))
    assert charges(case, solve(case).plan) == {"h": "prefet"}
