"""The facts about points: every criterion, what is taken off, and where they put a household."""

from dataclasses import replace
from decimal import Decimal

from tests.explanation.conftest import about_household, about_pair, view_of
from tests.factories import Row, household, instance, vacancy
from tests.ingest.cotation.grids import criterion, grid, group, waiting

from repartition.domain.cotation import CotationGrid
from repartition.explanation import PlanView
from repartition.explanation.facts.cotation import CotationFact, Datum
from repartition.explanation.facts.household import HouseholdFacts
from repartition.explanation.facts.pair import PairFacts
from repartition.ingest.cotation.points import count_points

FAMILY = household("family", persons=4, adults=1, children=3, aci=True, dalo=True, **waiting(800))
OTHERS = [household("dalo", dalo=True), household("same", dalo=True), household("none")]
GRID = grid(
    criterion("dalo", 50, who={"dalo": True}, group="first"),
    criterion("aci", 30, who={"aci": True}, group="first"),
    criterion("children", 10, measure="children", cap=20),
    criterion("years", 5, measure="waiting_days", per=365, **{"from": 365}, group="waits"),
    criterion("long", 10, who={"waiting_days": {"min": 700}}, group="waits"),
    groups=[group("first", counts="highest"), group("waits", cap=12)],
    cap=Decimal(75),
)


def view_with(of: CotationGrid, *rows: Row) -> PlanView:
    """Return the view of some households under a grid, the first of whom has the one dwelling."""
    without = instance(households=rows, vacancies=[vacancy("v")])
    cotation = count_points(of, without.who_view(), label="grid.toml")
    return view_of(replace(without, cotation=cotation), plan={str(rows[0]["household"]): "v"})


def fact_of(view: PlanView, name: str) -> CotationFact:
    facts = about_household(view, name).facts
    assert isinstance(facts, HouseholdFacts)
    assert facts.cotation is not None
    return facts.cotation


def test_each_criterion_has_its_points_its_proof_and_the_data_looked_at() -> None:
    fact = fact_of(view_with(GRID, FAMILY, *OTHERS), "family")

    assert {each.criterion: each.points for each in fact.criteria} == {
        "dalo": 50,
        "aci": 30,
        "children": 30,  # 3 × 10
        "years": 5,  # 5 × ⌊(800 − 365) / 365⌋ = 5 × 1
        "long": 10,
    }
    years = next(each for each in fact.criteria if each.criterion == "years")
    assert (years.measure, years.weight, years.per, years.start) == ("waiting_days", 5, 365, 365)
    assert (years.proof, years.group) == ("a document", "waits")
    assert years.data == (Datum("waiting_days", "800"),)


def test_what_caps_take_off_is_told_apart_and_all_of_it_sums_to_the_points() -> None:
    """50 + min(30, 20) + min(5 + 10, 12) = 82, and 75 at most."""
    fact = fact_of(view_with(GRID, FAMILY, *OTHERS), "family")

    assert [(each.kind, each.of, each.limit, each.points) for each in fact.deductions] == [
        ("criterion_cap", "children", 20, -10),
        ("highest", "first", None, -30),
        ("group_cap", "waits", 12, -3),
        ("grid_cap", "", 75, -7),
    ]
    assert fact.points == 75
    assert sum(each.points for each in (*fact.criteria, *fact.deductions)) == fact.points


def test_the_rank_is_among_the_active_requests() -> None:
    """75, then 50 twice, then 0; whoever is not active is ranked as if among them, and counts not.

    Were the inactive one counted, "none" would be the fifth.
    """
    gone = household("gone", dalo=True, active=False)
    view = view_with(GRID, FAMILY, *OTHERS, gone)

    ranks = {name: fact_of(view, name) for name in ("family", "dalo", "same", "none", "gone")}
    assert {name: (fact.rank, fact.equal, fact.of) for name, fact in ranks.items()} == {
        "family": (1, 0, 4),
        "dalo": (2, 1, 4),
        "same": (2, 1, 4),
        "none": (4, 0, 4),
        "gone": (2, 2, 4),
    }


def test_a_pair_says_the_same_of_its_household() -> None:
    view = view_with(GRID, FAMILY, *OTHERS)
    facts = about_pair(view, "family", "v").facts
    assert isinstance(facts, PairFacts)
    assert facts.cotation == fact_of(view, "family")


def test_without_a_grid_nothing_is_said() -> None:
    view = view_of(instance(households=[FAMILY], vacancies=[vacancy("v")]), plan={"family": "v"})
    facts = about_household(view, "family").facts
    assert isinstance(facts, HouseholdFacts)
    assert facts.cotation is None
    assert about_household(view, "family").as_json()["cotation"] is None


def test_the_json_holds_identifiers_and_exact_amounts() -> None:
    halves = grid(criterion("half", Decimal("0.5"), measure="children"), source="a page")
    found = about_household(view_with(halves, FAMILY), "family").as_json()["cotation"]

    assert found == {
        "grid": "a grid",
        "source": "a page",
        "verified": False,
        "points": "1.5",
        "rank": 1,
        "equal": 0,
        "of": 1,
        "criteria": [
            {
                "criterion": "half",
                "label": "criterion half",
                "proof": "a document",
                "group": "",
                "points": "1.5",
                "weight": "0.5",
                "measure": "children",
                "per": "1",
                "start": "0",
                "data": [{"column": "children", "value": "3"}],
            }
        ],
        "deductions": [],
    }
