"""Every sentence of the program can be read in French, and keeps its placeholders there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from repartition.language import CATALOGUES

SOURCES = Path(__file__).parents[1] / "src" / "repartition"
KEYWORDS = {**DEFAULT_KEYWORDS, "n_": (1, 2)}
FRENCH = CATALOGUES / "fr" / "LC_MESSAGES"


def sentences(folder: Path) -> Catalog:
    """Return every sentence that the code of a folder marks for translation."""
    found = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(
        folder, [("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(message, context=context)
    return found


def catalogue(name: str) -> Catalog:
    with (FRENCH / f"{name}.po").open("rb") as stream:
        return read_po(stream, locale="fr")


def messages(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or the singular and the plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(sentence: str) -> set[str]:
    """Return the names a sentence is filled with; other braces are those of an example in TOML."""
    return set(re.findall(r"{(\w+)(?:![rs])?}", sentence))


def test_every_sentence_that_the_code_says_is_seen_by_what_extracts_them() -> None:
    """Inside another text (an f-string) a sentence may not be, and would never be in French."""
    calls = [
        node
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in {"_", "n_"}
    ]
    said = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    seen = {originals(message)[0] for message in messages(sentences(SOURCES))}

    assert said
    assert said - seen == set()


def test_no_sentence_lacks_its_french() -> None:
    translated = {
        message.id for message in messages(catalogue("repartition")) if all(forms(message))
    }

    missing = [
        message.id for message in messages(sentences(SOURCES)) if message.id not in translated
    ]

    assert missing == [], "run `make messages`, then translate what is empty"


def test_the_catalogue_holds_no_sentence_the_code_has_lost() -> None:
    said = {message.id for message in messages(sentences(SOURCES))}

    lost = [message.id for message in messages(catalogue("repartition")) if message.id not in said]

    assert lost == [], "run `make messages`"


@pytest.mark.parametrize("name", ["repartition", "click"])
def test_nothing_in_a_catalogue_is_only_guessed(name: str) -> None:
    assert [message.id for message in catalogue(name) if message.fuzzy and message.id] == []


@pytest.mark.parametrize("name", ["repartition", "click"])
def test_a_translation_fills_the_same_placeholders(name: str) -> None:
    for message in messages(catalogue(name)):
        for original, translation in zip(originals(message), forms(message), strict=True):
            wanted, filled = placeholders(original), placeholders(translation)
            # a singular may leave its number out; nothing else may be lost, nothing invented
            assert filled <= wanted, original
            assert wanted - filled <= {"number"}, original


@pytest.mark.parametrize("name", ["repartition", "click"])
def test_french_puts_a_space_before_a_high_sign(name: str) -> None:
    """``rouge: vert`` is English typography; French writes ``rouge : vert``."""
    for message in messages(catalogue(name)):
        for translation in forms(message):
            assert ": " not in translation.replace("\u00a0: ", ""), translation
            assert "; " not in translation.replace("\u00a0; ", ""), translation


@pytest.mark.parametrize("name", ["repartition", "click"])
def test_no_line_can_break_before_a_high_sign(name: str) -> None:
    """The space before ``: ; ? ! »``, and after ``«``, is one at which no line breaks."""
    for message in messages(catalogue(name)):
        for translation in forms(message):
            assert not re.search(r" [:;?!»]|« ", translation), translation


def test_clicks_own_messages_are_those_click_says() -> None:
    said = {message.id for message in messages(sentences(Path(click.__file__).parent))}

    unknown = [message.id for message in messages(catalogue("click")) if message.id not in said]

    assert unknown == []
