"""What readers are told is whole and true: first pages, glossary, pictures, French typography."""

import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest
from tests.command_reference import every_command
from tests.pictures import FILES
from tests.test_docs import DOCS, FRENCH_PAGES, ROOT, blocks
from tests.test_register import KEYS, SCENARIOS

from repartition.cli import main
from repartition.cli.commands import program
from repartition.importers.pseudonyms import pseudonym
from repartition.ingest.descriptions import describe
from repartition.ingest.schemas import TABLES

FIRST_PAGES = (ROOT / "README.md", ROOT / "LISEZMOI.md")
PAGES = (*FIRST_PAGES, *sorted(DOCS.rglob("*.md")))
FRENCH = (ROOT / "LISEZMOI.md", *(DOCS / name for name in sorted(FRENCH_PAGES)))
LARGEST_PICTURE = 165_000
GLOSSARY = DOCS / "glossary.md"
NO_TERMS = {"id"}
"""Keys of a scenario that name nothing of the field."""
CODE = re.compile(r"`[^`]+`")


def prose(page: Path) -> str:
    """Return the words of a page: no blocks, no code, no addresses of links."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"\]\([^)]*\)", "]", CODE.sub("`", text))


@pytest.mark.parametrize("page", FIRST_PAGES, ids=lambda page: page.name)
def test_a_first_page_lists_every_scenario_and_every_command(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert sorted(re.findall(r"^\| `scenarios/([\w-]+)` \|", text, re.MULTILINE)) == SCENARIOS
    named = re.findall(r"^repartition (\w+)", text, re.MULTILINE)
    assert {*named} == {*program().commands}
    kinds = {name.split()[1] for name in every_command() if name.startswith("import ")}
    (imports,) = re.findall(r"^repartition import .*#(.*)$", text, re.MULTILINE)
    assert kinds <= {*re.findall(r"\w+", imports)}


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, without what separates thousands or decimals."""
    return re.findall(r"\d+", re.sub(r"(?<=\d)[,.\s](?=\d)", "", text))


def test_the_two_first_pages_lead_to_each_other_and_give_the_figures_of_the_tutorial() -> None:
    """Those of the tutorial are compared with a run."""
    english, french = (page.read_text(encoding="utf-8") for page in FIRST_PAGES)
    of_english, of_french = (
        numbers("\n".join(re.findall(r"^\| (?:of|dont|ACI|ménages|attributions).*", text, re.M)))
        for text in (english, french)
    )

    assert "(LISEZMOI.md)" in english
    assert "(README.md)" in french
    assert of_english == of_french
    # 3 rows of 3, and the 3 shares.
    assert len(of_english) == 12
    solved = blocks(DOCS / "tutorial.md", "console")[0]
    assert {*of_english} <= {*numbers(re.sub(" {2,}", "\n", solved).replace("\n", " | "))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_that_a_page_names_has_the_options_it_is_given(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("\\|", "|")
    known = every_command()
    for words in re.findall(r"(?:^|`|\$ )repartition ([a-z][^`#\n]*)", text, re.MULTILINE):
        name = " ".join(words.split()[: 2 if words.startswith("import ") else 1])
        if name not in known:
            assert name.partition(" ")[0] in {*program().commands, "command"}, words
            continue
        options = {
            each
            for parameter in known[name].params
            if isinstance(parameter, click.Option)
            for each in parameter.opts
        }
        assert {*re.findall(r"(?<= )--?[a-z][\w-]*", words)} <= options | {"--help"}, words


def terms(heading: str) -> list[list[str]]:
    """Return the rows of one table of the glossary, cell by cell."""
    part = GLOSSARY.read_text(encoding="utf-8").partition(f"## {heading}\n")[2]
    rows = re.findall(r"^\| (.*) \|$", part.partition("\n## ")[0], re.MULTILINE)
    return [re.split(r" \| ?", row) for row in rows[1:]]


def in_order(term: str) -> str:
    """Return a term as a dictionary places it: accents and signs aside."""
    letters = unicodedata.normalize("NFD", term.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ")


def test_the_glossary_says_the_same_in_both_directions_each_in_its_order() -> None:
    to_english, to_french = terms("Du français à l'anglais"), terms("From English to French")

    assert {(fr, en, name) for fr, en, name, _said in to_english} == {
        (fr, en, name) for en, fr, name, _said in to_french
    }
    for table in (to_english, to_french):
        heads = [in_order(row[0]) for row in table]
        assert heads == sorted(heads)
        assert len({*heads}) == len(heads)
        assert all(row[3] for row in table)


def test_the_glossary_has_every_table_every_column_and_every_key_that_is_a_term() -> None:
    named = {
        name.strip("`") for row in terms("Du français à l'anglais") for name in CODE.findall(row[2])
    }
    columns = {column.name for table in TABLES for column in describe(table)}

    assert {*TABLES} | columns | {*KEYS} - NO_TERMS <= named
    assert {*KEYS} >= NO_TERMS
    assert not named & NO_TERMS


def test_every_picture_is_shown_made_by_the_script_and_light() -> None:
    """``make pictures`` takes them again."""
    shown = {
        (page.parent / path).resolve()
        for page in DOCS.rglob("*.md")
        for said, path in re.findall(r"!\[([^]]*)\]\(([^)]+\.png)\)", page.read_text("utf-8"))
        if said
    }

    assert shown == {*FILES} == {*(DOCS / "pictures").iterdir()}
    assert all(file.stat().st_size < LARGEST_PICTURE for file in FILES)


@pytest.mark.parametrize("page", FRENCH, ids=lambda page: page.name)
def test_french_is_set_with_spaces_that_do_not_break(page: Path) -> None:
    loose = re.findall(r".{0,20}(?: [:;?!»](?!\w)|« |\d %|\d €).{0,20}", prose(page))

    assert loose == []


@pytest.mark.parametrize("name", ["law-and-ethics.md", "droit-et-ethique.md"])
def test_the_pseudonym_of_a_number_is_said_as_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    (line,) = re.findall(r"^ +repartition (pseudonym .*)$", page, re.MULTILINE)
    key = bytes(range(32))
    (tmp_path / "dataset.key").write_text(key.hex() + "\n", encoding="ascii")
    monkeypatch.chdir(tmp_path)

    assert main(line.split()) == 0
    assert pseudonym("1110318016982G1104", key) in capsys.readouterr().out


def test_make_docs_refuses_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    """The options are those of the Makefile: some make --strict pass everything."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ndocs:")[2]
    (options,) = re.findall(r"/mkdocs (build.*) --site-dir", recipe.partition("\n\n")[0])
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with (tmp_path / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](guide.md#nowhere)\n")

    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", *options.split()], cwd=tmp_path, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    assert built.returncode != 0
    assert "#nowhere" in built.stderr
