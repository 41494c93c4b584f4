"""The page in a real browser: no error, no request, charts drawn, paper printed.

Where no Chromium is installed these are skipped; CI installs one.
"""

import base64
import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest
from tests.report.browsing import Visit, browse, needs_browser, visit

from repartition.language import Language, spoken
from repartition.report.document import Bubbles, Chapter, Column, Report, Table, Unit
from repartition.report.rendering.page import page_of

pytestmark = needs_browser


def write_page(report: Report, language: Language, folder: Path) -> Path:
    target = folder / "report.html"
    with spoken(language):
        target.write_text(page_of(report), encoding="utf-8")
    return target


@pytest.fixture(scope="module", params=["en", "fr"])
def visited(
    request: pytest.FixtureRequest,
    reports: dict[Language, Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> Visit:
    folder = tmp_path_factory.mktemp("browser")
    language: Language = request.param
    return visit(write_page(reports[language], language, folder), folder)


def test_the_page_opens_without_an_error_and_draws_its_charts(visited: Visit) -> None:
    assert "CONSOLE" not in visited.said, visited.said
    drawn = re.findall(r'<div class="drawn"[^>]*>', visited.shown)
    still = re.findall(r'<div class="still"[^>]*>', visited.shown)
    assert len(drawn) == len(still) == visited.page.count('class="still"')
    assert not any("hidden" in tag for tag in drawn)
    assert all('hidden=""' in tag for tag in still)
    # A second picture in each of them: the one that answers to the pointer.
    assert visited.shown.count("<svg") == 2 * len(drawn)
    # What draws must not take the name of the picture away.
    assert all('role="img"' in tag for tag in drawn)


def test_the_page_asks_the_network_for_nothing(visited: Visit) -> None:
    assert visited.requests == []


def test_a_page_that_does_ask_and_fails_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<img src="http://localhost:9/x.png"><script>nothing()</script>')
    found = visit(page, tmp_path)

    assert "http://localhost:9/x.png" in found.requests
    assert "CONSOLE" in found.said


def test_the_hostile_names_run_nothing(visited: Visit) -> None:
    assert "<img" not in visited.shown
    assert "&lt;/script&gt;&lt;script&gt;alert" in visited.shown


def test_a_long_table_is_folded_by_the_script(tmp_path: Path) -> None:
    rows = tuple((f"row {number}", number) for number in range(5))
    columns = (Column("name"), Column("number", Unit.COUNT))
    long, short = (
        Table(key, key, columns, rows, shown=shown) for key, shown in (("long", 2), ("short", 5))
    )
    report = Report("r", "s", "", "en", (Chapter("c", "c", (long, short)),))
    found = visit(write_page(report, "en", tmp_path), tmp_path)

    assert found.shown.count('class="folded"') == 3
    assert found.shown.count('class="more"') == 1
    assert "Show the 3 other rows" in found.shown
    assert 'aria-expanded="false"' in found.shown


def test_a_reader_picks_the_rows_and_the_bubbles_of_one_word(tmp_path: Path) -> None:
    rows = tuple(
        (commune, financing, Fraction(number))
        for number, (commune, financing) in enumerate(
            [("A", "PLAI"), ("A", "PLUS"), ("B", "PLAI"), ("C", "PLAI"), ("C", "PLS")]
        )
    )
    columns = (Column("commune"), Column("financing"), Column("rent", Unit.DECIMAL))
    bubbles = Bubbles("b", "euros", along=2, size=2, size_legend="n", shade=None, shade_legend="")
    chosen = Table("t", "t", columns, rows, charts=(bubbles,), shown=2, choices=(0, 1))
    report = Report("r", "s", "", "en", (Chapter("c", "c", (chosen,)),))
    page = write_page(report, "en", tmp_path)
    pick_in(page, "financing", "PLAI")
    found = visit(page, tmp_path)

    assert "CONSOLE" not in found.said, found.said
    shown = re.findall(r'<tr(?: class="")?>\s*(<th scope="row".*?)</tr>', found.shown, re.DOTALL)
    assert [re.findall(r">(\w+)</", row)[:2] for row in shown] == [["A", "PLAI"], ["B", "PLAI"]]
    assert "Show the 1 other rows" in found.shown
    # Of the drawing that answers to the reader: the still one before it keeps all of them.
    drawn = found.shown.partition('class="drawn"')[2].partition('class="still"')[0]
    assert sorted(re.findall(r"commune: (\w); financing: (\w+)", drawn)) == [
        ("A", "PLAI"), ("B", "PLAI"), ("C", "PLAI")
    ]  # fmt: skip


def pick_in(page: Path, label: str, word: str) -> None:
    """Have a page pick a word by itself, once drawn; its policy allows that script."""
    script = (
        "setTimeout(() => { for (const label of document.querySelectorAll('.choices label')) {"
        f"if (!label.textContent.startsWith('{label}')) continue;"
        f"const select = label.querySelector('select'); select.value = '{word}';"
        "select.dispatchEvent(new Event('change')); } }, 3000);"
    )
    name = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = page.read_text(encoding="utf-8").replace(
        "script-src ", f"script-src 'sha256-{name}' ", 1
    )
    end = text.rindex("</body>")
    page.write_text(f"{text[:end]}<script>{script}</script>{text[end:]}", encoding="utf-8")


def printed_pages(page: Path, folder: Path) -> list[tuple[float, float]]:
    """Return the width and the height of each page that a browser prints, in points."""
    paper = folder / "paper.pdf"
    browse(page, folder, f"--print-to-pdf={paper}")
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", paper.read_bytes())
    corners = [[float(number) for number in box.split()] for box in boxes]
    return [(width, height) for _left, _bottom, width, height in corners]


@pytest.mark.parametrize(("rows", "cut"), [(95, False), (300, True)])
def test_paper_has_the_rows_that_the_screen_folds_or_says_how_many_it_leaves_out(
    tmp_path: Path, rows: int, cut: bool
) -> None:
    columns = (Column("name"), Column("number", Unit.COUNT))
    cells = tuple((f"row {number}", number) for number in range(rows))
    long = Table("long", "long", columns, cells, shown=5)
    page = write_page(Report("r", "s", "", "en", (Chapter("c", "c", (long,)),)), "en", tmp_path)

    # Five rows take one page.
    assert (len(printed_pages(page, tmp_path)) == 1) is cut
    said = f"On paper {rows - 5} rows are left out" in visit(page, tmp_path).shown
    assert said is cut


def test_it_prints_on_a4(report: Report, tmp_path: Path) -> None:
    sizes = printed_pages(write_page(report, "en", tmp_path), tmp_path)

    assert sizes
    for size in sizes:
        # 210 mm × 297 mm, in points
        assert size == pytest.approx((595.3, 841.9), abs=2)
