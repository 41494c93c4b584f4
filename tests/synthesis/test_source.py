"""The source of random integers: the same everywhere, fair, and independent by name."""

from hashlib import sha256

import numpy as np
import pytest

from repartition.synthesis.source import Source

SOURCE = Source("a public seed")


def test_words_are_the_digests_of_seed_name_and_block():
    first = sha256(b"a public seed:rent:0").digest()
    second = sha256(b"a public seed:rent:1").digest()

    words = SOURCE.words("rent", 9)

    # Eight words of four bytes to a digest, the first byte the heaviest.
    assert words[0] == int.from_bytes(first[:4], "big")
    assert words[7] == int.from_bytes(first[28:], "big")
    assert words[8] == int.from_bytes(second[:4], "big")


def test_a_longer_column_begins_like_a_shorter_one():
    assert SOURCE.words("rent", 20)[:9].tolist() == SOURCE.words("rent", 9).tolist()


def test_another_name_or_another_seed_gives_other_words():
    words = SOURCE.words("rent", 8).tolist()

    assert SOURCE.words("charges", 8).tolist() != words
    assert Source("another seed").words("rent", 8).tolist() != words


def test_below_reaches_every_number_under_the_bound_about_as_often():
    drawn = SOURCE.below("die", 6, 6000)

    # 1000 each; six standard deviations are 6 × √(6000 × 1/6 × 5/6) = 173.
    assert np.abs(np.bincount(drawn, minlength=6) - 1000).max() < 173
    assert drawn.max() == 5


def test_below_takes_a_bound_for_each_draw():
    assert SOURCE.below("none", [1, 1, 1], 3).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("low", "high"), [(3, 3), (-5, 4), (100, 200)])
def test_between_includes_both_ends_and_nothing_beyond(low, high):
    drawn = SOURCE.between("triangle", low, high, 20_000)

    assert (drawn.min(), drawn.max()) == (low, high)


def test_choose_follows_whole_weights_and_never_a_zero_one():
    drawn = np.bincount(SOURCE.choose("pick", [1, 0, 3], 8000), minlength=3)

    # One in four and three in four of 8000; six deviations are 6 × √(8000 × 3/16) = 232.
    assert drawn[1] == 0
    assert abs(drawn[0] - 2000) < 232


def test_happens_never_or_always_at_the_ends():
    assert not SOURCE.happens("never", 0, 500).any()
    assert SOURCE.happens("always", 1000, 500).all()


def test_shuffled_holds_every_number_once():
    assert sorted(SOURCE.shuffled("deck", 100).tolist()) == list(range(100))
