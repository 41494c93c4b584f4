"""A page in a browser that has never been used: what it said, showed, and asked the network for."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

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

needs_browser: Final = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


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
