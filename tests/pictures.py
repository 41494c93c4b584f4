"""The pictures of ``docs/pictures``: parts of reports and of a session, as a browser shows them.

``python -m tests.pictures [RUN]`` (or ``make pictures``) solves the year, unless a run of it is
given, writes its report in both languages, then the papers of a session, and takes every picture
anew. Needs Chromium.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.report.browsing import CHROMIUM, browse

from repartition.cli import main as repartition

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "docs" / "pictures"
SCENARIO: Final = ROOT / "scenarios" / "tours-2014" / "scenario.toml"
LANGUAGES: Final = ("en", "fr")
# Chapters that are not spoken of keep their number, and take no room.
_ONE_CHAPTER: Final = (
    ".head, .contents, .foot, .skip { display: none } .page { display: block } "
    "section { margin: 0; height: 0; overflow: hidden } "
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One part of the report, in pixels of a browser's window."""

    name: str
    chapter: str
    width: int
    height: int
    part: str = ""
    """A selector of the chapter's only part that shows, beside its title; all of it where empty."""

    @property
    def style(self) -> str:
        """What leaves nothing but this part in the window."""
        if self.chapter == "answer":  # with the head of the page and its contents
            return ""
        shown = f"{_ONE_CHAPTER} #{self.chapter} {{ height: auto }}"
        if not self.part:
            return shown
        others = f"#{self.chapter} > *:not(h2) {{ display: none }}"
        return f"{shown} {others} #{self.chapter} > {self.part} {{ display: block }}"

    def file(self, language: str) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}-{language}.png"


PICTURES: Final = (
    Picture("head", "answer", 1240, 880),
    Picture("gains", "access", 1000, 930, "#table-access"),
    Picture("map", "territory", 1000, 690, "#table-communes"),
    Picture("rents", "rents", 1000, 960, "#table-low-rents"),
)
SESSION: Final = ROOT / "scenarios" / "session" / "scenario.toml"
DWELLING: Final = Picture("dwelling", "", 860, 992)
"""The page of the first dwelling that the session is about."""
_ONE_SHEET: Final = (
    ".sheet { display: none } "
    ".sheet:nth-of-type(2) { display: block; margin: 0 auto; padding-top: 3mm }"
)
FILES: Final = tuple(
    picture.file(language) for picture in (*PICTURES, DWELLING) for language in LANGUAGES
)


def main(run: Path | None = None) -> int:
    """Return 0 once every picture is taken, of a run that is there or of a new one."""
    if CHROMIUM is None:
        raise SystemExit("Chromium is needed to take the pictures: install it, then call again.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if run is None:
            run = folder / "run"
            repartition(["-q", "solve", str(SCENARIO), "-o", str(run)])
        for language in LANGUAGES:
            page = folder / f"{language}.html"
            repartition(["-q", "--lang", language, "report", str(run), "-o", str(page)])
            for picture in PICTURES:
                take(picture.style, picture, page, picture.file(language))
        repartition(["-q", "solve", str(SESSION), "-o", str(folder / "session")])
        for language in LANGUAGES:
            page = folder / f"session-{language}.html"
            days = ("--from", "2014-03-01", "--to", "2014-03-31", "-o", str(page))
            asked = ("report", str(folder / "session"), "--bailleur", "office-fictif-2", *days)
            repartition(["-q", "--lang", language, *asked])
            take(_ONE_SHEET, DWELLING, page, DWELLING.file(language))
    return 0


def take(looks: str, picture: Picture, page: Path, target: Path) -> None:
    """Take one picture of a report, ``looks`` being what leaves nothing but its part."""
    part = page.with_name("part.html")
    html = page.read_text(encoding="utf-8")
    style = f"<style>{looks}</style></head>"
    part.write_text(html.replace("</head>", style, 1), encoding="utf-8")
    browse(
        part,
        page.parent,
        f"--window-size={picture.width},{picture.height}",
        f"--screenshot={target}",
    )


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
