"""The names of the package itself."""

import repartition


def test_every_public_name_leads_to_what_it_says() -> None:
    """A name that moved would otherwise only be missed by who imports it."""
    for name in repartition.__all__:
        assert getattr(repartition, name).__name__ == name


def test_a_name_that_is_not_public_is_refused_as_usual() -> None:
    assert not hasattr(repartition, "chance")
