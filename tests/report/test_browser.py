"""The page in a real browser: no error, no request, charts drawn, paper printed.

Where no Chromium is installed these are skipped; CI installs one.
"""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from repartition.language import Language, spoken
from repartition.report.document import Chapter, Column, Report, Table, Unit
from repartition.report.rendering.page import page_of

CHROMIUM: Final = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
BROWSER: Final = "not an origin"
"""What a log calls the browser itself, which looks for its own updates and the time."""
OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-pdf-header-footer",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def browse(page: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page in a browser that has never been used, and return what it said."""
    assert CHROMIUM is not None
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    return subprocess.run(
        [
            CHROMIUM,
            *OPTIONS,
            f"--user-data-dir={profile}",
            "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=10000",
            *options,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )


@dataclass(frozen=True)
class Visit:
    """What a browser made of a page: what it said, showed and asked for."""

    page: str
    said: str
    shown: str
    """What a reader sees, as elements: without the scripts, whose text may hold anything."""
    requests: list[str]


def visit(page: Path, folder: Path) -> Visit:
    log = folder / "net.json"
    ended = browse(page, folder, "--dump-dom", f"--log-net-log={log}")
    shown = re.sub(r"<script.*?</script>", "", ended.stdout, flags=re.DOTALL)
    return Visit(page.read_text(encoding="utf-8"), ended.stderr, shown, requests(log))


def requests(log: Path) -> list[str]:
    """Return the addresses that a page, not the browser itself, has asked the network for."""
    params = [
        event.get("params", {})
        for event in json.loads(log.read_text(encoding="utf-8"))["events"]
        if isinstance(event, dict)
    ]
    return [
        each["url"]
        for each in params
        if "url" in each and each.get("initiator", BROWSER) != BROWSER
        if each["url"].startswith(("http", "ws", "ftp"))
    ]


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


def test_it_prints_on_a4(report: Report, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    browse(write_page(report, "en", tmp_path), tmp_path, f"--print-to-pdf={paper}")

    content = paper.read_bytes()
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", content)
    assert boxes
    for box in boxes:
        _left, _bottom, width, height = (float(number) for number in box.split())
        # 210 mm × 297 mm, in points
        assert (width, height) == pytest.approx((595.3, 841.9), abs=2)
