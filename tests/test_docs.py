"""The pages say what the program does: examples are run, lists compared with the code."""

import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.command_reference import PAGE as REFERENCE_PAGE
from tests.command_reference import with_reference
from tests.dictionary import PAGE as DICTIONARY_PAGE
from tests.dictionary import with_dictionary

from repartition.cli import main
from repartition.domain.cotation import CotationGrid, Criterion, Group
from repartition.domain.instance import Instance
from repartition.explanation.facts.household import HouseholdFacts
from repartition.explanation.facts.json_values import WORDS
from repartition.explanation.facts.pair import PairFacts
from repartition.explanation.facts.vacancy import VacancyFacts
from repartition.ingest import read_instance, read_scenario
from repartition.ingest.scenario_file import ScenarioFile
from repartition.optimisation import Solution, optimise
from repartition.report.chapters import CHAPTERS
from repartition.report.indicators import indicators
from repartition.report.public.composing import PUBLIC_CHAPTERS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELIDED = "…"
FRENCH_PAGES = {
    "demarrage.md",
    "droit-et-ethique.md",
    "expliquer.md",
    "importer.md",
    "rapport.md",
    "seance.md",
    "tutoriel.md",
}
TUTORIALS = {"tutorial.md", "tutoriel.md"}


@dataclass(frozen=True)
class Example:
    """A command shown in a page, and what the page says it answers."""

    page: str
    command: str
    answer: tuple[str, ...]


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language, in the order of the page."""
    text = page.read_text(encoding="utf-8")
    return [body for name, body in FENCE.findall(text) if name == language]


def examples(page: Path) -> Iterator[Example]:
    """Yield the commands of a page's console blocks."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *answer = lines_of(part)
            yield Example(page.name, command, tuple(answer))


def fits(said: list[str], shown: list[str]) -> bool:
    """Return whether lines are those shown; a line ``…`` stands for any number of them."""
    if not shown:
        return not said
    if shown[0] == ELIDED:
        return any(fits(said[skipped:], shown[1:]) for skipped in range(len(said) + 1))
    return bool(said) and said[0] == shown[0] and fits(said[1:], shown[1:])


def lines_of(text: str) -> list[str]:
    """Return the lines of an output without what nobody sees: blanks at ends, how wide a space."""
    text = text.translate({0xA0: " ", 0x202F: " "})
    return [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []


PAGES = sorted(DOCS.glob("*.md"))
SHOWN = [page for page in PAGES if blocks(page, "console")]
SMALL = ("law", "tiny", "session", "session-cotation", "from-files")
FOUND: dict[str, Solution] = {}


def search_once(instance: Instance, *arguments: Any, **options: Any) -> Solution:
    """Return the optimum of a scenario, searched the first time it is asked for.

    Both tutorials solve a year, which takes most of a minute: what is shared between them is the
    search alone. Everything is read, judged, written and shown each time.
    """
    question = instance.scenario.model_dump_json()
    if question not in FOUND:
        FOUND[question] = optimise(instance, *arguments, **options)
    return FOUND[question]


@pytest.mark.parametrize(
    "page",
    [
        # In one process, where what is found is shared: see search_once.
        pytest.param(page, marks=pytest.mark.xdist_group("tutorials"))
        if page.name in TUTORIALS
        else page
        for page in SHOWN
    ],
    ids=lambda page: page.stem,
)
def test_a_page_shows_what_its_commands_answer(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    is_tutorial = page.name in TUTORIALS
    if is_tutorial:
        monkeypatch.setattr("repartition.optimisation.optimise", search_once)
    for name in ("law", "tours-2014") if is_tutorial else SMALL:
        shutil.copytree(
            ROOT / "scenarios" / name,
            tmp_path / "scenarios" / name,
            ignore=shutil.ignore_patterns("runs"),
        )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8" if page.name in FRENCH_PAGES else "en_GB.UTF-8")
    status = 0
    for example in examples(page):
        if example.command == "echo $?":
            said = [str(status)]
        else:
            program, *arguments = shlex.split(example.command)
            assert program == "repartition"
            status = main(arguments)
            out, err = capsys.readouterr()
            said = lines_of(out + err)
        assert fits(said, list(example.answer)), "\n".join([example.command, *said])


@pytest.mark.parametrize("page", ["guide.md", "demarrage.md"])
def test_the_shortest_scenario_reads_the_template(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shortest = blocks(DOCS / page, "toml")[0]
    (tmp_path / "scenario.toml").write_text(shortest, encoding="utf-8")
    workbook = str(tmp_path / tomllib.loads(shortest)["data"])

    assert main(["template", workbook]) == 0
    assert main(["check", str(tmp_path / "scenario.toml")]) == 0
    assert capsys.readouterr().err == ""


def test_an_example_that_lies_is_seen() -> None:
    assert fits(["a", "b", "c"], ["a", ELIDED])
    assert fits(["a", "b", "c"], [ELIDED, "c"])
    assert not fits(["a", "b", "c"], ["a", ELIDED, "b"])
    assert not fits(["a", "b"], ["a"])


def test_the_dictionary_of_the_tables_is_what_the_reader_checks() -> None:
    """``python -m tests.dictionary`` writes it anew."""
    page = DICTIONARY_PAGE.read_text(encoding="utf-8")

    assert with_dictionary(page) == page


def test_the_reference_of_the_commands_is_what_they_say_of_themselves() -> None:
    """``python -m tests.command_reference`` writes it anew."""
    page = REFERENCE_PAGE.read_text(encoding="utf-8")

    assert with_reference(page) == page


def test_every_page_is_in_the_navigation() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r": ([\w/-]+\.md)$", settings, re.MULTILINE))

    assert listed == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


@pytest.mark.parametrize(
    ("heading", "facts"),
    [
        ("Of a household", HouseholdFacts),
        ("Of a dwelling", VacancyFacts),
        ("Of a pair", PairFacts),
    ],
)
def test_the_page_on_explain_names_every_field_of_the_json(heading: str, facts: type) -> None:
    page = (DOCS / "explain.md").read_text(encoding="utf-8")
    table = page.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    named = [
        field
        for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
        for field in re.findall(r"`(\w+)`", row)
    ]
    said = [field.name for field in fields(facts) if field.metadata.get(WORDS) is not True]

    assert sorted(named) == sorted(said)


REPORTED = (
    ("Reading it", "Le lire", [chapter.__name__ for chapter in CHAPTERS]),
    ("The public version", "La version publique", [each.__name__ for each in PUBLIC_CHAPTERS]),
    ("The indicators", "Les indicateurs", [indicator.key for indicator in indicators()]),
)


@pytest.mark.parametrize(
    ("name", "heading", "names"),
    [
        (page, heading, names)
        for english, french, names in REPORTED
        for page, heading in (("report.md", english), ("rapport.md", french))
    ],
)
def test_the_pages_on_the_report_name_every_chapter_and_indicator(
    name: str, heading: str, names: list[str]
) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    table = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == names


SCENARIO_PAGE = DOCS / "scenario.md"
EXCERPTS = [block for block in blocks(SCENARIO_PAGE, "toml") if "[[criterion]]" not in block]
GRIDS = [block for block in blocks(SCENARIO_PAGE, "toml") if "[[criterion]]" in block]
HEAD = {
    "schema": "1",
    "name": '"example"',
    "data": '"data"',
    "period": "{ start = 2014-01-01, end = 2014-12-31 }",
    "seed": "2014",
}


def as_scenario(block: str, folder: Path) -> ScenarioFile:
    """Read an excerpt of a scenario as part of a whole one: what every scenario needs is added."""
    keys = tomllib.loads(block, parse_float=Decimal).keys()
    head = "" if "extends" in keys else "\n".join(f"{k} = {HEAD[k]}" for k in HEAD.keys() - keys)
    shutil.copytree(ROOT / "scenarios" / "law", folder / "law")
    shutil.copytree(ROOT / "scenarios" / "tiny" / "data", folder / "data")
    (folder / "base.toml").write_text(
        "\n".join(f"{key} = {value}" for key, value in HEAD.items())
        + '\n[[quotas]]\nid = "aci-engagement"\nmin_share = 0.27\n'
        + '[[objectives]]\nid = "house"\nmaximise = "attributions"\n',
        encoding="utf-8",
    )
    scenario = folder / "scenario.toml"
    scenario.write_text(f"{head}\n{block}", encoding="utf-8")
    return read_scenario(scenario)


@pytest.mark.parametrize("number", range(len(EXCERPTS)))
def test_an_excerpt_of_a_scenario_is_read_as_it_stands(number: int, tmp_path: Path) -> None:
    assert as_scenario(EXCERPTS[number], tmp_path).scenario.schema_ == 1


def test_the_grid_of_the_page_gives_its_points(tmp_path: Path) -> None:
    """H1, H2 and H3 are ACI: 40; H5 is DALO and has one child: 100 + 4; H6 is a tenant: −10.

    None has waited for two years, so nobody has points of waiting.
    """
    (grid,) = GRIDS
    scenario = as_scenario('[cotation]\ngrid = "grid.toml"\n', tmp_path)
    (tmp_path / "grid.toml").write_text(grid, encoding="utf-8")

    column = read_instance(scenario).who_view().column("points")

    assert column is not None
    assert column.cells() == ["40", "40", "40", "0", "104", "-10"]


def test_the_page_names_every_key_of_a_grid() -> None:
    page = SCENARIO_PAGE.read_text(encoding="utf-8")
    part = page.partition("## `[cotation]`")[2].partition("\n## ")[0]
    for model in (CotationGrid, Group, Criterion):
        for name, field in model.model_fields.items():
            assert re.search(rf"\b{field.alias or name}\b", part), name
