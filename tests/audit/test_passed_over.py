"""A dwelling is passed over where it suits somebody left of a group and goes outside it."""

from tests.audit.test_reasons import outcome
from tests.factories import household, instance, vacancy

from repartition.audit.passed_over import PassedOver, passed_over

CASE = instance(
    households=[
        household("ada", accessible=True),
        household("bob", accessible=True),
        household("cy"),
        household("dan"),
        household("eve", accessible=True, active=False),
        household("fay"),
    ],
    vacancies=[
        vacancy("lift-1", accessible=True),
        vacancy("lift-2", accessible=True),
        vacancy("lift-3", accessible=True),
        vacancy("stairs"),
    ],
)


def test_it_counts_the_dwellings_that_suit_those_left_and_went_outside_the_group() -> None:
    """Bob is left; cy and fay have dwellings that suit him, dan has one that does not."""
    pairs = {"ada": "lift-1", "cy": "lift-2", "fay": "lift-3", "dan": "stairs"}
    found = outcome(CASE, [(household, dwelling, "", "") for household, dwelling in pairs.items()])

    assert passed_over(found, "accessible") == PassedOver("accessible", left=1, elsewhere=2)


def test_nothing_is_passed_over_where_nobody_of_the_group_is_left() -> None:
    found = outcome(
        CASE, [("ada", "lift-1", "", ""), ("bob", "lift-3", "", ""), ("cy", "lift-2", "", "")]
    )

    assert passed_over(found, "accessible") == PassedOver("accessible", left=0, elsewhere=0)
