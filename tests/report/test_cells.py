"""A cell as a person reads it, in both languages."""

from fractions import Fraction

import pytest

from repartition.language import spoken
from repartition.report.cells import written
from repartition.report.document import Amount, Cell, Column, Unit


@pytest.mark.parametrize(
    ("cell", "unit", "english", "french"),
    [
        ("Tours", Unit.TEXT, "Tours", "Tours"),
        (3700, Unit.COUNT, "3,700", "3\u202f700"),
        (Fraction(1, 3), Unit.COUNT, "0.33", "0,33"),
        (12, Unit.CHANGE, "+12", "+12"),
        (-1, Unit.CHANGE, "−1", "−1"),
        (Fraction(54, 100), Unit.SHARE, "54.0%", "54,0\u00a0%"),
        (Fraction(11, 2), Unit.EUROS_PER_SQUARE_METRE, "€5.50", "5,50\u00a0€"),
        (Fraction(803, 2), Unit.DAYS, "402", "402"),
        (1, Unit.DECIMAL, "1.0", "1,0"),
        (None, Unit.COUNT, "–", "–"),
        (Amount(Fraction(1, 2), Unit.SHARE), Unit.COUNT, "50.0%", "50,0\u00a0%"),
        (Amount(None, Unit.SHARE), Unit.COUNT, "–", "–"),
    ],
)
def test_a_cell_is_written_by_its_unit(cell: Cell, unit: Unit, english: str, french: str) -> None:
    assert written(cell, Column("", unit)) == english
    with spoken("fr"):
        assert written(cell, Column("", unit)) == french


def test_a_column_says_its_group_where_there_is_one_line_of_heads() -> None:
    assert Column("plan", group="housed").full_title == "housed, plan"
    assert Column("plan").full_title == "plan"
