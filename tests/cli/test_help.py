"""Help and usage, in the reader's language."""

import gettext
import os
from collections.abc import Callable

import pytest

from repartition.cli.entry import asked_language

Run = Callable[..., object]
COMMANDS = ("template", "generate", "check", "solve", "verify", "explain")


def test_the_help_lists_the_commands_in_the_order_they_are_needed(run: Run) -> None:
    said = run("--help")

    listed = [line.split()[0] for line in said.out.splitlines() if line.startswith("  ")]
    assert said.status == 0
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_french_and_in_english(run: Run, command: str) -> None:
    english, french = (run(command, "--help", "--lang", language) for language in ("en", "fr"))

    assert english.status == french.status == 0
    assert "Usage: repartition" in english.out
    assert "Usage\u00a0: repartition" in french.out
    assert "Show this message" in english.out
    assert "Afficher cette aide" in french.out
    descriptions = [said.out.splitlines()[2] for said in (english, french)]
    assert descriptions[0] != descriptions[1]


@pytest.mark.parametrize("place", [("--lang", "fr", "solve", "--help"), ("--lang=fr", "--help")])
def test_the_language_may_be_asked_before_the_command(run: Run, place: tuple[str, ...]) -> None:
    assert "Usage\u00a0:" in run(*place).out


@pytest.mark.parametrize(
    ("system", "usage"),
    [
        ("fr_FR.UTF-8", "Usage\u00a0:"),
        ("C.UTF-8", "Usage\u00a0:"),
        ("de_DE", "Usage\u00a0:"),
        ("en_US", "Usage:"),
    ],
)
def test_french_is_spoken_unless_the_system_is_english(
    run: Run, monkeypatch: pytest.MonkeyPatch, system: str, usage: str
) -> None:
    monkeypatch.setenv("LANG", system)

    assert usage in run("--help").out


def test_the_process_is_left_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    domain = gettext.textdomain()

    run("--help", "--lang", "fr")
    assert gettext.textdomain() == domain
    assert "LANGUAGE" not in os.environ

    monkeypatch.setenv("LANGUAGE", "de")
    assert "Usage\u00a0:" in run("--help", "--lang", "fr").out
    assert os.environ["LANGUAGE"] == "de"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "fr", "check"], "fr"),
        (["check", "--lang=fr"], "fr"),
        (["--lang", "fr", "check", "--lang", "en"], "en"),  # the last one, as click has it
        (["check", "--", "--lang", "fr"], "en"),  # after --, a file may be called that
        (["check", "fr"], "en"),
        (["--lang"], "en"),
        (["--lang", "de"], "en"),
        ([], "en"),
    ],
)
def test_the_language_is_the_one_asked_for_last(arguments: list[str], language: str) -> None:
    assert asked_language(arguments) == language


def test_the_version_is_told(run: Run) -> None:
    said = run("--version")

    assert said.status == 0
    assert said.out.startswith("repartition, version ")


@pytest.mark.parametrize(
    "wrong",
    [
        ("frobnicate",),
        ("--frobnicate",),
        ("--lang", "de", "check"),
        ("check",),
        ("check", "no-such-file.toml"),
        ("check", "-q", "-v", "x.toml"),
        ("solve", "pyproject.toml", "--time-limit", "0"),
        ("solve", "pyproject.toml", "--time-limit", "nan"),
        ("solve", "pyproject.toml", "--time-limit", "inf"),
        ("solve", "pyproject.toml", "--policy", "fair"),
        ("solve", "pyproject.toml", "--set", "seed"),
        ("solve", "pyproject.toml", "--set", "=7"),
        ("verify", "no-such-folder"),
        ("explain", "src"),
        ("generate", "tours-2014"),
        ("template",),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(run: Run, wrong: tuple[str, ...]) -> None:
    said = run(*wrong)

    assert said.status == 2
    assert said.out == ""
    assert "Error: " in said.err


def test_wrong_usage_is_told_in_french_too(run: Run) -> None:
    assert (
        "Erreur\u00a0: La commande 'frobnicate' n'existe pas."
        in run("--lang", "fr", "frobnicate").err
    )
