"""Lines break at plain spaces, never at those that French ties words with."""

from collections.abc import Callable

from repartition.report.layout import bullets, paragraph, table

Render = Callable[..., str]


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_no_line_breaks_before_a_high_sign(rendered: Render) -> None:
    """``tightest :`` fits, ``the tightest :`` does not: the words move on with their sign."""
    said = "the tightest\u00a0: a"

    assert lines(rendered(paragraph(said), width=13)) == ["the", "tightest\u00a0: a"]
    assert lines(rendered(bullets("", [said]), width=15)) == ["- the", "  tightest\u00a0: a"]


def test_no_line_breaks_between_thousands(rendered: Render) -> None:
    assert lines(rendered(paragraph("all 3\u202f740"), width=7)) == ["all", "3\u202f740"]


def test_no_cell_of_a_table_breaks_there_either(rendered: Render) -> None:
    text = rendered(table("", ("", "count"), [("the tightest\u00a0: a", "12345678")]), width=22)

    assert lines(text)[-2:] == ["the           12345678", "tightest\u00a0: a"]
