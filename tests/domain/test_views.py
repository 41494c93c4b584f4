"""What a filter sees of a home and of who is charged: whose column wins, and what is empty."""

from typing import Any

import pytest
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance, ViaView, WhereView

CASE: Instance = instance(
    households=[household("h")],
    communes=[
        commune("luynes", name="Luynes", label="green", region="centre"),
        commune("tours", name="Tours", label="red", region="centre"),
    ],
    programmes=[
        programme("elms", name="The Elms", commune="tours", label="", lift=True),
        programme("oaks", name="The Oaks", commune="luynes", label="blue", lift=False),
    ],
    vacancies=[
        vacancy("v1", programme="oaks", view="river"),
        vacancy("v2", programme="elms", view=""),
        vacancy("v3", programme="oaks", view="court"),
    ],
    contingents=[contingent("prefet", "etat_prioritaires"), contingent("ville", "commune")],
)


def cells(view: WhereView | ViaView, name: str) -> Any:
    column = view.column(name)
    return None if column is None else column.cells()


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("view", ["river", "", "court"]),
        ("lift", ["false", "true", "false"]),
        ("region", ["centre", "centre", "centre"]),
        ("contrat_de_ville", ["false", "false", "false"]),
        # The programme's comes before the commune's, even where its cell is empty.
        ("name", ["The Oaks", "The Elms", "The Oaks"]),
        ("label", ["blue", "", "blue"]),
        # The name of a table says whose column is meant.
        ("commune.label", ["green", "red", "green"]),
        ("commune.name", ["Luynes", "Tours", "Luynes"]),
        ("programme.label", ["blue", "", "blue"]),
        ("vacancy.view", ["river", "", "court"]),
        ("commune", ["luynes", "tours", "luynes"]),
        ("programme", ["oaks", "elms", "oaks"]),
        # Nobody has such a column, or not that table.
        ("storey", None),
        ("vacancy.name", None),
        ("commune.lift", None),
        ("household.name", None),
    ],
)
def test_where_sees_the_home_then_its_programme_then_its_commune(name: str, seen: Any) -> None:
    assert cells(CASE.where_view(), name) == seen


def test_where_names_every_column_once() -> None:
    names = CASE.where_view().names()

    assert len(set(names)) == len(names)
    assert {"view", "lift", "label", "region", "rooms", "fragile", "in_qpv"} <= set(names)


def test_via_sees_the_contingents_and_nobody_last() -> None:
    view = CASE.via_view()

    assert len(view) == 3
    assert cells(view, "contingent") == ["prefet", "ville", ""]
    assert cells(view, "kind") == ["etat_prioritaires", "commune", ""]
    assert cells(view, "colour") is None


def test_without_contingents_there_is_only_nobody() -> None:
    alone = instance(households=[household("h")], vacancies=[vacancy("v")])

    assert len(alone.where_view()) == 1
    assert len(alone.via_view()) == 1
