"""The pages of a session on paper: one dwelling, one sheet of A4, and nothing of it cut.

Where no Chromium is installed these are skipped; CI installs one.
"""

import re
from pathlib import Path

import pytest
from tests.commission.conftest import FIRST, LAST, SessionOf, case
from tests.factories import household, programme, vacancy
from tests.report.browsing import browse, needs_browser, visit

from repartition.commission.session.agenda import agenda_of
from repartition.commission.session.facts import SessionFacts, session_facts
from repartition.commission.session.wording.booklet import session_booklet
from repartition.language import Language, spoken
from repartition.report.rendering.booklet import booklet_of

pytestmark = needs_browser
HEIGHT = "height: 279mm; "
"""What holds a sheet to one page, whatever stands on it."""


def written(facts: SessionFacts, language: Language) -> str:
    with spoken(language):
        return booklet_of(session_booklet(facts, "run"))


def pages_of(text: str, folder: Path) -> int:
    """Return how many sheets of A4 a printer would take."""
    page, paper = folder / "session.html", folder / "paper.pdf"
    page.write_text(text, encoding="utf-8")
    browse(page, folder, f"--print-to-pdf={paper}")
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", paper.read_bytes())
    for box in boxes:
        _left, _bottom, width, height = (float(number) for number in box.split())
        assert (width, height) == pytest.approx((595.3, 841.9), abs=2)  # 210 mm × 297 mm
    return len(boxes)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_dwelling_fits_its_page(
    session_of: SessionOf, language: Language, tmp_path: Path
) -> None:
    """Left to flow, the fullest pages there are, with a points grid, need no second one."""
    facts = session_of("session-cotation", "office-fictif-2")
    text = written(facts, language)

    assert HEIGHT in text
    assert pages_of(text, tmp_path) == len(facts.dwellings) + 2
    assert pages_of(text.replace(HEIGHT, ""), tmp_path) == len(facts.dwellings) + 2


def test_names_without_end_do_not_push_the_room_to_write_off_the_page(tmp_path: Path) -> None:
    long = "Résidence " * 200
    view = case(
        {"h": "v"},
        households=[household("h"), household("i"), household("j" * 300)],
        vacancies=[vacancy("v")],
        programmes=[programme("residence", name=long)],
    )
    agenda = agenda_of(view, "bailleur", first=FIRST, last=LAST)
    assert pages_of(written(session_facts(view, agenda), "en"), tmp_path) == 3


def test_a_narrow_window_moves_its_tables_and_parts_no_word(
    session_of: SessionOf, tmp_path: Path
) -> None:
    """On a telephone a table keeps the width it has on paper, 186 mm; the page itself moves not."""
    asking = (
        "<script>document.body.dataset.widths = [innerWidth, document.body.scrollWidth, "
        "...[...document.querySelectorAll('table')].map((each) => each.offsetWidth)]</script>"
    )
    text = written(session_of("session-cotation", "office-fictif-2"), "fr")
    text = re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", f"{asking}</body>")
    page = tmp_path / "narrow.html"
    page.write_text(text, encoding="utf-8")
    shown = browse(page, tmp_path, "--window-size=500,900", "--dump-dom").stdout
    found = re.search(r'data-widths="([\d,]+)"', shown)

    assert found is not None
    window, body, *tables = map(int, found[1].split(","))
    assert body <= window < 600
    assert min(tables) >= 700


def test_the_page_asks_the_network_for_nothing(session_of: SessionOf, tmp_path: Path) -> None:
    page = tmp_path / "session.html"
    page.write_text(written(session_of("session-cotation", "office-fictif-2"), "en"), "utf-8")
    found = visit(page, tmp_path)

    assert found.requests == []
    assert "CONSOLE" not in found.said
