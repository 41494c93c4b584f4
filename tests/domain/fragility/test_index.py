"""The index of fragility: ranks, ties, empty cells, cuts at equality, size, overrides."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.fragility.by_hand import computed, index_by_hand, settings_of

from repartition.domain.fragility import NO_DEGREE, Basis
from repartition.domain.fragility.draws import kept_degrees, weight_factors
from repartition.domain.fragility.index import NOT_DRAWN
from repartition.domain.fragility.ranks import Ranking, whole_weights

ONE = [{"id": "a", "weight": 1}]
HALF = {"quantiles": [Decimal("0.5")]}


def programmes(**columns: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return programmes P0, P1… of 20 dwellings with these columns."""
    count = len(next(iter(columns.values())))
    names = [f"P{number}" for number in range(count)]
    return {"programme": names, "dwellings": ["20"] * count, **columns}


RANKS = [
    # cells, which way, the percentile rank of each: 100 × (below + equal / 2) / n
    (["1", "2", "3", "4"], "more_fragile", ["12.5", "37.5", "62.5", "87.5"]),
    (["4", "1", "3", "2"], "more_fragile", ["87.5", "12.5", "62.5", "37.5"]),
    (["1", "2", "3", "4"], "less_fragile", ["87.5", "62.5", "37.5", "12.5"]),
    # Equals share the middle: (1 + 2 / 2) / 4 = 50 %.
    (["1", "2", "2", "3"], "more_fragile", ["12.5", "50", "50", "87.5"]),
    (["1", "2", "2", "3"], "less_fragile", ["87.5", "50", "50", "12.5"]),
    (["7", "7", "7", "7"], "more_fragile", ["50", "50", "50", "50"]),
    # The same number in several spellings is one value; numbers are not sorted as texts.
    (["12,50", "12.5", "9", "100"], "more_fragile", ["50", "50", "12.5", "87.5"]),
    (["-1", "0", "-2", "1 000"], "more_fragile", ["37.5", "62.5", "12.5", "87.5"]),
    # Of those that have it: (0 + 1/2) / 2, (1 + 1/2) / 2.
    (["1", "", "", "2"], "more_fragile", ["25", "", "", "75"]),
    (["5"], "more_fragile", ["50"]),
]


@pytest.mark.parametrize(("cells", "higher_is", "ranks"), RANKS)
def test_a_percentile_rank_is_that_of_the_middle_of_its_equals(
    cells: list[str], higher_is: str, ranks: list[str]
) -> None:
    settings = settings_of(indicators=[{**ONE[0], "higher_is": higher_is}], cut=HALF)
    found = computed(settings, programmes(a=cells))

    assert [found.percentile(row, 0) for row in range(len(cells))] == [
        Fraction(rank) if rank else None for rank in ranks
    ]
    assert found.ranked.tolist() == [sum(cell != "" for cell in cells)]


def test_a_score_is_the_mean_of_the_ranks_by_weight() -> None:
    """P0: ranks 25 and 75; 3/4 of the weight on the first: 0.75 × 25 + 0.25 × 75 = 37.5."""
    settings = settings_of(
        indicators=[
            {"id": "a", "weight": Decimal("0.3")},
            {"id": "b", "column": "other", "weight": Decimal("0.1")},
        ],
        cut=HALF,
    )
    found = computed(settings, programmes(a=["1", "2"], other=["9", "5"]))

    assert found.score == (Fraction("37.5"), Fraction("62.5"))


def test_an_empty_cell_leaves_its_weight_to_the_others() -> None:
    """P2 has no a: its rank by b, 5/6 × 100, is its score. It is not ranked by a at all."""
    settings = settings_of(
        indicators=[{"id": "a", "weight": 1000}, {"id": "b", "weight": 1}], cut=HALF
    )
    found = computed(settings, programmes(a=["1", "2", ""], b=["1", "2", "3"]))

    assert found.score[2] == Fraction(250, 3)
    assert found.ranked.tolist() == [2, 3]
    assert found.incomplete().tolist() == [False, False, True]


CUTS: list[tuple[list[str], dict[str, list[str]], list[int]]] = [
    # values of the one indicator, the cut, the degree of each
    # Ranks 5, 15 … 95. Half of ten score less than the sixth: reached at equality.
    ([str(n) for n in range(10)], {"quantiles": ["0.5", "0.9"]}, [0] * 5 + [1] * 4 + [2]),
    # 0.51 of ten is 5.1: six must score less.
    ([str(n) for n in range(10)], {"quantiles": ["0.51"]}, [0] * 6 + [1] * 4),
    ([str(n) for n in range(10)], {"quantiles": ["0.1", "0.2"]}, [0, 1] + [2] * 8),
    # Equals go the same way, and never more than the share: one of four scores less than the three.
    (["1", "2", "2", "2"], {"quantiles": ["0.25"]}, [0, 1, 1, 1]),
    (["1", "2", "2", "2"], {"quantiles": ["0.5"]}, [0, 0, 0, 0]),
    (["3", "3", "3", "3"], {"quantiles": ["0.01"]}, [0, 0, 0, 0]),
    # Two quantiles between the same two programmes.
    (["1", "2"], {"quantiles": ["0.2", "0.5"]}, [0, 2]),
    (["1"], {"quantiles": ["0.5"]}, [0]),
    # Ranks 12.5, 37.5, 62.5, 87.5: a score equal to a threshold reaches it.
    (["1", "2", "3", "4"], {"thresholds": ["37.5", "62.51"]}, [0, 1, 1, 2]),
    (["1", "2", "3", "4"], {"thresholds": ["37.51", "87.5"]}, [0, 0, 1, 2]),
    (["1", "1", "1"], {"thresholds": ["50"]}, [1, 1, 1]),
    (["1", "1", "1"], {"thresholds": ["50.01"]}, [0, 0, 0]),
    (["1", "2"], {"thresholds": ["100"]}, [0, 0]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "cut", "degrees"), CUTS)
def test_a_degree_is_how_many_cuts_are_reached(
    cells: list[str], cut: dict[str, list[str]], degrees: list[int]
) -> None:
    exact: dict[str, Any] = {kind: [Decimal(at) for at in values] for kind, values in cut.items()}
    found = computed(settings_of(indicators=ONE, cut=exact, draws=7), programmes(a=cells))

    assert found.degree.tolist() == degrees
    # With one indicator weights change nothing: every draw keeps every degree.
    assert found.kept.tolist() == [7] * len(cells)
    reached = [
        [c is not None and s is not None and s >= c for c in found.cuts] for s in found.score
    ]
    assert [sum(each) for each in reached] == degrees


def test_a_score_a_hair_below_a_threshold_does_not_reach_it() -> None:
    """Ranks 100/6, 50, 500/6: no decimal writes 83.333…, and 83.34 is above it."""
    cells = programmes(a=["1", "2", "3"])
    for threshold, degree in (("83.33", 1), ("83.34", 0)):
        cut = {"thresholds": [Decimal(threshold)]}
        assert computed(settings_of(indicators=ONE, cut=cut), cells).degree[2] == degree


def test_scores_that_floating_point_would_tell_apart_are_equal() -> None:
    """P0 has ranks 1/6 and 5/6, P1 the reverse, P2 a half twice: 50 each, in exact arithmetic."""
    indicators = [{"id": "a", "weight": Decimal("0.1")}, {"id": "b", "weight": Decimal("0.1")}]
    cut = {"thresholds": [50]}
    cells = programmes(a=["1", "3", "2"], b=["3", "1", "2"])
    found = computed(settings_of(indicators=indicators, cut=cut), cells)

    assert found.score == (50, 50, 50)
    assert found.degree.tolist() == [1, 1, 1]


SIZES = [
    # dwellings, unclassed_under, what the degree comes from
    ("10", 11, Basis.TOO_SMALL),
    ("11", 11, Basis.INDEX),
    ("0", 11, Basis.TOO_SMALL),
    ("", 11, Basis.NO_DWELLINGS),
    ("", 0, Basis.INDEX),
    ("0", 0, Basis.INDEX),
    ("0", 1, Basis.TOO_SMALL),
]


@pytest.mark.parametrize(("dwellings", "least", "basis"), SIZES)
def test_a_small_programme_is_not_classed_and_ranks_nobody(
    dwellings: str, least: int, basis: Basis
) -> None:
    cells = programmes(a=["1", "2", "9"]) | {"dwellings": ["20", "20", dwellings]}
    found = computed(settings_of(indicators=ONE, cut=HALF, unclassed_under=least), cells)

    assert found.basis == (Basis.INDEX, Basis.INDEX, basis)
    # Of two: 25 and 75. Of three: 16.66 and 50.
    if basis is Basis.INDEX:
        assert found.score[:2] == (Fraction(50, 3), 50)
    else:
        assert found.score == (25, 75, None)
        assert (found.degree[2], found.computed[2], found.kept[2]) == (-1, NO_DEGREE, NOT_DRAWN)


def test_eleven_dwellings_are_enough_where_the_scenario_says_nothing() -> None:
    cells = programmes(a=["1", "2"]) | {"dwellings": ["10", "11"]}
    assert computed(settings_of(indicators=ONE, cut=HALF), cells).basis == (
        Basis.TOO_SMALL,
        Basis.INDEX,
    )


def test_a_programme_without_any_indicator_is_not_classed() -> None:
    indicators = [*ONE, {"id": "b", "weight": 1}]
    found = computed(
        settings_of(indicators=indicators, cut=HALF),
        programmes(a=["1", "2", ""], b=["", "2", ""]),
    )
    assert found.basis == (Basis.INDEX, Basis.INDEX, Basis.NO_INDICATOR)
    assert found.degree.tolist() == [0, 1, NO_DEGREE]


def test_nobody_is_classed_where_all_are_small() -> None:
    cells = programmes(a=["1", "2"]) | {"dwellings": ["3", "4"]}
    found = computed(settings_of(indicators=ONE, cut=HALF), cells)
    assert found.degree.tolist() == [NO_DEGREE, NO_DEGREE]
    assert found.cuts == ()


def test_what_people_settle_counts_and_leaves_the_others_as_they_were() -> None:
    overrides = [
        {"id": "P0", "degree": 3, "reason": "works begin"},
        {"id": "P2", "degree": 0, "reason": "new landlord"},
        {"id": "P3", "degree": 1, "reason": "ten dwellings, known well"},
    ]
    cells = programmes(a=["1", "2", "3", "4"]) | {"dwellings": ["20", "20", "20", "10"]}
    plain = computed(settings_of(indicators=ONE, cut=HALF), cells)
    found = computed(settings_of(indicators=ONE, cut=HALF, overrides=overrides), cells)

    assert plain.degree.tolist() == [0, 0, 1, NO_DEGREE]
    assert found.degree.tolist() == [3, 0, 0, 1]
    assert found.computed.tolist() == plain.computed.tolist()
    assert found.score == plain.score
    assert [each.value for each in found.basis] == ["override", "index", "override", "override"]
    assert found.kept.tolist() == [NOT_DRAWN, 1000, NOT_DRAWN, NOT_DRAWN]
    assert found.robustness(0) is None
    assert found.robustness(1) == 1


FIRM = [(799, True), (800, False), (1000, False), (0, True), (NOT_DRAWN, False)]


@pytest.mark.parametrize(("kept", "unsure"), FIRM)
def test_a_degree_is_firm_from_four_draws_in_five(kept: int, unsure: bool) -> None:
    found = computed(settings_of(indicators=ONE, cut=HALF), programmes(a=["1"]))
    assert replace(found, kept=np.array([kept])).unsure().tolist() == [unsure]


def test_weights_become_whole_numbers_in_the_same_proportions() -> None:
    weights = [Decimal("0.1"), Decimal("2.25"), Decimal(3)]
    # 1/10, 9/4, 3: over 20.
    assert whole_weights(weights).tolist() == [2, 45, 60]


def test_factors_come_from_the_method_and_the_indicator_alone() -> None:
    """The word is 32 bits of SHA-256; 500 + ⌊word × 1001 / 2³²⌋."""
    digest = sha256(b"repartition/fragility-index/1:turnover:1").digest()
    word = int.from_bytes(digest[4:8], "big")
    factors = weight_factors(["on_apl", "turnover"], 20)

    assert factors.shape == (20, 2)
    assert factors[9, 1] == 500 + word * 1001 // 2**32
    assert (weight_factors(["turnover"], 12)[:, 0] == factors[:12, 1]).all()


def test_factors_spread_evenly_from_a_half_to_one_and_a_half() -> None:
    factors = weight_factors([f"indicator {number}" for number in range(20)], 10_000)
    counts, _edges = np.histogram(factors, bins=10, range=(500, 1501))

    assert (factors.min(), factors.max()) == (500, 1500)
    # 20,000 are expected in each tenth: four standard deviations are 540.
    assert np.abs(counts - 20_000).max() < 540


NEAR_TIES = [
    # The weights of two draws; P0 has ranks 1/4 and 3/4, P1 the reverse.
    ([[1000, 1000]], [1, 1]),  # the draw that changes nothing: 50 and 50
    ([[1000, 1001]], [1, 0]),  # b weighs a hair more: P0 above, P1 below the threshold
    ([[1000, 1000], [1001, 1000], [1000, 1000]], [2, 3]),
]


@pytest.mark.parametrize(("factors", "kept"), NEAR_TIES)
def test_a_draw_at_equality_is_settled_exactly(factors: list[list[int]], kept: list[int]) -> None:
    cut = settings_of(indicators=ONE, cut={"thresholds": [50]}).cut
    ranking = Ranking.of(np.array([[1, 3], [3, 1]]), np.array([2, 2]), weights=np.array([7, 7]))
    found = kept_degrees(ranking, cut, np.array([1, 1]), factors=np.array(factors))

    assert found.tolist() == kept


def test_a_score_equal_to_a_threshold_reaches_it_whatever_floating_point_says() -> None:
    """(7 × 1/6 + 1 × 5/6) / 8 is a quarter, and often 0.24999999999999997 in floating point.

    How sums round depends on the machine, so every such tie of two ranks of three is tried.
    """
    tried = 0
    for weights in product((1, 2, 3, 5, 7), repeat=2):
        for ranks in product(range(1, 6), repeat=2):
            ranking = Ranking.of(
                np.array([ranks]), np.array([3, 3]), weights=np.array(weights, np.int64)
            )
            score = ranking.score(0, weights)
            if (score * 100).denominator != 1:
                continue
            tried += 1
            at = Decimal(score.numerator) / Decimal(score.denominator)
            cut = settings_of(indicators=ONE, cut={"thresholds": [at]}).cut
            factors = np.array([[1000, 1000]])
            assert kept_degrees(ranking, cut, np.array([1]), factors=factors).tolist() == [1]
    assert tried > 100


HAIR = [
    # weights, how many draws of one keep the degrees 0, 0, 1
    # The two alike score 2.5e-11 less than the third: it is the only one above two others.
    ((10**10, 10**10 + 1), [1, 1, 1]),
    ((10**10 + 1, 10**10), [1, 1, 0]),
    ((10**10, 10**10), [1, 1, 0]),
]


@pytest.mark.parametrize(("weights", "kept"), HAIR)
def test_scores_a_hair_apart_are_told_apart_and_counted_as_often_as_they_are(
    weights: tuple[int, int], kept: list[int]
) -> None:
    cut = settings_of(indicators=ONE, cut=HALF).cut
    rank = np.array([[3, 1], [3, 1], [1, 3]])
    ranking = Ranking.of(rank, np.array([2, 2]), weights=np.array(weights))
    found = kept_degrees(ranking, cut, np.array([0, 0, 1]), factors=np.array([[1000, 1000]]))

    assert found.tolist() == kept


values = st.sampled_from(["", "0", "1", "2", "3", "7,5", "7.50"])
thresholds = st.lists(st.integers(1, 10_000), min_size=1, max_size=4, unique=True)
quantiles = st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return what a scenario says of the index, and its programmes: few values, so many ties."""
    count, names = draw(st.integers(1, 9)), ["a", "b", "c"][: draw(st.integers(1, 3))]
    cells = {name: draw(st.lists(values, min_size=count, max_size=count)) for name in names}
    cells["programme"] = [f"P{number}" for number in range(count)]
    cells["dwellings"] = draw(
        st.lists(st.sampled_from(["", "10", "11", "40"]), min_size=count, max_size=count)
    )
    ways = st.sampled_from(["more_fragile", "less_fragile"])
    indicators = [
        {
            "id": name,
            "weight": Decimal(draw(st.integers(1, 40))) / draw(st.sampled_from([1, 10])),
            "higher_is": draw(ways),
        }
        for name in names
    ]
    cut: dict[str, list[Decimal]]
    if draw(st.booleans()):
        cut = {"thresholds": [Decimal(n) / 100 for n in sorted(draw(thresholds))]}
    else:
        cut = {"quantiles": [Decimal(n) / 100 for n in sorted(draw(quantiles))]}
    settled = draw(st.lists(st.sampled_from(cells["programme"]), unique=True, max_size=1))
    overrides = [{"id": name, "degree": 5, "reason": "known"} for name in settled]
    return {"indicators": indicators, "cut": cut, "overrides": overrides, "draws": 12}, cells


@given(cases())
def test_it_is_what_fractions_say_whatever_the_order_of_rows(
    case: tuple[dict[str, Any], dict[str, list[str]]],
) -> None:
    said, cells = case
    settings = settings_of(**said)
    factors = weight_factors([i.id for i in settings.indicators], settings.draws)
    expected = index_by_hand(settings, cells, factors.tolist())

    found = computed(settings, cells)

    assert found.score == tuple(expected.score)
    assert found.degree.tolist() == [NO_DEGREE if d is None else d for d in expected.degree]
    assert found.kept.tolist() == [NOT_DRAWN if k is None else k for k in expected.kept]
    turned = computed(settings, {name: column[::-1] for name, column in cells.items()})
    assert turned.degree.tolist() == found.degree.tolist()[::-1]
    assert turned.kept.tolist() == found.kept.tolist()[::-1]
    assert turned.cuts == found.cuts


@given(
    cases(),
    st.lists(st.lists(st.sampled_from([500, 999, 1000, 1001]), min_size=3, max_size=3), min_size=1),
)
def test_draws_that_barely_differ_are_counted_exactly(
    case: tuple[dict[str, Any], dict[str, list[str]]], drawn: list[list[int]]
) -> None:
    """Few factors, so that scores of a draw are often equal, or a hair apart."""
    said, cells = case
    settings = settings_of(**{**said, "overrides": []})
    factors = np.array(drawn)[:, : len(settings.indicators)]
    expected = index_by_hand(settings, cells, factors.tolist())
    found = computed(settings, cells)
    classed = np.flatnonzero(found.classed())
    if not len(classed):
        return

    ranking = Ranking.of(
        found.rank[classed],
        found.ranked,
        weights=whole_weights([indicator.weight for indicator in settings.indicators]),
    )
    kept = kept_degrees(ranking, settings.cut, found.computed[classed], factors=factors)

    assert kept.tolist() == [expected.kept[row] for row in classed.tolist()]


def test_many_draws_are_counted_as_if_one_by_one() -> None:
    """More draws than are looked at together."""
    settings = settings_of(
        indicators=[{"id": name, "weight": 1} for name in "ab"], cut=HALF, draws=600
    )
    cells = programmes(a=["1", "2", "3", "4"], b=["4", "3", "1", "2"])
    factors = weight_factors(["a", "b"], 600)

    found = computed(settings, cells).kept.tolist()

    assert found == index_by_hand(settings, cells, factors.tolist()).kept
    assert any(0 < kept < 600 for kept in found)
