"""What a reader works out of hidden counts by adding and subtracting."""

from math import inf

import numpy as np
import pytest
from tests.report.publication.attacker import Tables

from repartition.report.publication import Publication


def test_a_hidden_count_is_no_more_than_the_total_leaves() -> None:
    publication = Publication()
    for name, count in {"dalo": 4, "others": 8, "aci": 50, "all": 62}.items():
        publication.add((name,), count)
    publication.relate(("all",), [("dalo",), ("others",), ("aci",)])
    publication.add(("alone",), 3)

    ranges = publication.hide().ranges

    assert (ranges["aci",].least, ranges["aci",].most) == (50, 50)
    # 62 − 50 = 12 between the two
    assert (ranges["dalo",].least, ranges["dalo",].most) == (0, 12)
    assert (ranges["alone",].least, ranges["alone",].most) == (0, inf)


def test_what_no_table_prints_is_known_only_through_the_sums() -> None:
    publication = Publication()
    publication.add(("all",), 60)
    publication.add(("housed",), 40)
    publication.add(("waiting",), 20, is_printed=False)
    publication.add(("elsewhere",), 20, is_printed=False)
    publication.relate(("all",), [("housed",), ("waiting",)])

    ranges = publication.hide().ranges

    assert (ranges["waiting",].least, ranges["waiting",].most) == (20, 20)
    assert ranges["elsewhere",].most == inf


@pytest.mark.parametrize("seed", range(20))
def test_no_table_that_a_reader_cannot_tell_from_the_true_one_leaves_the_ranges(seed: int) -> None:
    """The two tables that put each count in doubt, and the truth, all lie within."""
    draw = np.random.default_rng(seed)
    tables, rows, columns = Tables(), range(3), range(4)
    counts = draw.integers(0, 40, (3, 4))
    for row in rows:
        for column in columns:
            tables.add((f"{row}", f"{column}"), int(counts[row, column]))
    for row in rows:
        total = tables.add((f"row {row}",), int(counts[row].sum()))
        tables.relate(total, [(f"{row}", f"{column}") for column in columns])
    for column in columns:
        total = tables.add((f"column {column}",), int(counts[:, column].sum()))
        tables.relate(total, [(f"{row}", f"{column}") for row in rows])

    hidden = tables.publication().hide()

    assert hidden.counts
    for key, count in tables.counts.items():
        found = hidden.ranges[key]
        assert found.least <= count <= found.most
        if key in hidden.counts:
            assert found.most - found.least >= tables.threshold
