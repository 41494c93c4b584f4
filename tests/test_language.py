"""Sentences in the reader's language, and the numbers in them."""

import pytest

from repartition.language import Language, counted, n_, spoken


@pytest.mark.parametrize(("language", "written"), [("en", "3,700"), ("fr", "3\u202f700")])
def test_thousands_are_kept_apart(language: Language, written: str) -> None:
    with spoken(language):
        assert counted(3700) == written
        assert n_("{number} dwelling", "{number} dwellings", 3700).startswith(written)
