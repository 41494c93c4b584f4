"""An attacker with a solver over the integers learns no hidden count, whatever the tables."""

import random
from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.publication.attacker import Tables, narrow, one_way, two_way

from repartition.report.publication import Hidden

COUNTS = st.one_of(st.integers(0, 15), st.integers(0, 80))


def attacked(tables: Tables) -> Hidden:
    """Return what is hidden of the tables, once the attacker has found nothing."""
    hidden = tables.publication().hide()
    shown = {key: count for key, count in tables.counts.items() if key not in hidden.counts}
    small = {key: n for key, n in shown.items() if n < tables.threshold}
    assert small.keys() <= hidden.impossible.keys()
    assert narrow(tables, hidden) == {}
    return hidden


def every_margin(inner: dict[tuple[str, ...], int]) -> Tables:
    """Return a table of any number of columns, with every total over every set of them."""
    tables = Tables()
    values = [sorted(set(column)) for column in zip(*inner, strict=True)]
    for key in product(*([*column, "all"] for column in values)):
        fits = (
            n for k, n in inner.items() if all(b in (a, "all") for a, b in zip(k, key, strict=True))
        )
        tables.add(key, sum(fits))
    for key in tables.counts:
        for place, column in enumerate(values):
            if key[place] == "all":
                tables.relate(key, [(*key[:place], v, *key[place + 1 :]) for v in column])
    return tables


def linked(
    households: list[tuple[str, ...]], *, part: set[int] | None = None, period: str = ""
) -> Tables:
    """Return every one-way and two-way table of the households, their margins shared.

    With ``part``, the same tables of these households only, and the share of each count.
    """
    tables = Tables()
    columns = [sorted(set(column)) for column in zip(*households, strict=True)]
    groups = {"every": set(range(len(households)))} | ({"part": part} if part else {})
    for group, members in groups.items():
        rows = [row for index, row in enumerate(households) if index in members]
        everything = tables.add((period, group), len(rows))
        for place, column in enumerate(columns):
            counts = Counter(row[place] for row in rows)
            tables.relate(everything, [tables.add((period, group, v), counts[v]) for v in column])
        for a, b in combinations(range(len(columns)), 2):
            pairs = Counter((row[a], row[b]) for row in rows)
            for v, w in product(columns[a], columns[b]):
                tables.add((period, group, v, w), pairs[v, w])
            for v in columns[a]:
                tables.relate((period, group, v), [(period, group, v, w) for w in columns[b]])
            for w in columns[b]:
                tables.relate((period, group, w), [(period, group, v, w) for v in columns[a]])
    if part:
        wholes = [key for key in tables.counts if key[1] == "every"]
        tables.shares = [((key[0], "part", *key[2:]), key) for key in wholes]
    return tables


def some_households(seed: int, size: int, values: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Return households unevenly spread over columns of so many values."""
    draw = random.Random(seed)
    weights = [[1 / (1 + value) for value in range(count)] for count in values]
    return [
        tuple(
            f"{column}{draw.choices(range(count), weights[column])[0]}"
            for column, count in enumerate(values)
        )
        for _household in range(size)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=7))
def test_a_table_of_one_column(counts: list[int]) -> None:
    attacked(one_way({str(index): count for index, count in enumerate(counts)}))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_a_table_of_two_columns(rows: list[list[int]]) -> None:
    attacked(two_way(rows))


@settings(max_examples=30, deadline=None)
@given(st.lists(COUNTS, min_size=12, max_size=12))
def test_a_table_of_three_columns(counts: list[int]) -> None:
    keys = product("ab", "xy", "123")
    attacked(every_margin(dict(zip(keys, counts, strict=True))))


@settings(max_examples=30, deadline=None)
@given(st.recursive(COUNTS, lambda parts: st.lists(parts, min_size=1, max_size=3), max_leaves=9))
def test_totals_of_totals(tree: object) -> None:
    tables = Tables()

    def grow(node: object, key: tuple[str, ...]) -> int:
        if isinstance(node, int):
            tables.add(key, node)
            return node
        assert isinstance(node, list)
        parts = [(*key, str(index)) for index in range(len(node))]
        total = sum(map(grow, node, parts))
        tables.add(key, total)
        tables.relate(key, parts)
        return total

    grow(tree, ("all",))
    attacked(tables)


@pytest.mark.parametrize("seed", range(6))
def test_tables_that_share_their_margins(seed: int) -> None:
    attacked(linked(some_households(seed, 150, (4, 3, 2))))


@pytest.mark.parametrize("seed", range(6))
def test_tables_with_the_shares_of_a_group(seed: int) -> None:
    households = some_households(seed, 200, (4, 3))
    part = set(random.Random(seed).sample(range(200), 60))

    attacked(linked(households, part=part))


def test_impossible_counts_are_known_to_the_attacker_too() -> None:
    tables = two_way([[0, 30, 5], [40, 0, 50], [60, 70, 0]])
    tables.impossible = {("r0", "c0"), ("r1", "c1")}

    hidden = attacked(tables)

    assert not tables.impossible & hidden.counts


@pytest.mark.parametrize("seed", range(3))
def test_neither_the_order_of_counts_nor_that_of_relations_matters(seed: int) -> None:
    households = some_households(seed, 200, (5, 3, 3))
    tables = linked(households, part=set(range(0, 200, 3)))
    shuffled = Tables(shares=random.Random(seed).sample(tables.shares, len(tables.shares)))
    for key in random.Random(seed).sample(sorted(tables.counts), len(tables.counts)):
        shuffled.add(key, tables.counts[key])
    for relation in random.Random(seed).sample(tables.relations, len(tables.relations)):
        items = list(relation.items())
        shuffled.relations.append(dict(random.Random(seed).sample(items, len(items))))

    assert shuffled.publication().hide().counts == tables.publication().hide().counts


def test_the_tables_of_a_year_lose_little_beyond_their_small_counts() -> None:
    # as many attributions as Tours in 2014; 22 communes, in QPV or not, financing, typology…
    tables = linked(some_households(2014, 3700, (22, 2, 4, 6, 6, 8)))

    hidden = tables.publication().hide()

    assert not hidden.withheld
    protecting = hidden.n_counts_hidden - hidden.n_counts_small
    assert hidden.n_counts == len(tables.counts) > 850
    assert protecting < 0.15 * hidden.n_counts
