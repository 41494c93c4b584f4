"""Counts in sentences are written as the reader's language writes them."""

import pytest

from repartition.language import LANGUAGES, Language, n_, spoken, whole
from repartition.report.numerals import number


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "3\u202f740"), ("en", "3,740")], ids=LANGUAGES
)
def test_a_count_in_a_sentence_has_its_thousands_apart(language: Language, text: str) -> None:
    with spoken(language):
        assert n_("{number} home", "{number} homes", 3740) == f"{text} homes"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 999, 1000, 1_234_567, -1000])
def test_sentences_and_tables_write_a_count_alike(language: Language, count: int) -> None:
    with spoken(language):
        assert whole(count) == number(count)
