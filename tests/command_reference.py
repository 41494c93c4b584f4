"""The reference of ``docs/command-line.md``, written from the commands themselves.

``python -m tests.command_reference`` brings the page up to date; a test compares the two.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from repartition.cli.commands import program
from repartition.language import spoken

PAGE = Path(__file__).parents[1] / "docs" / "command-line.md"
START = "<!-- reference: written by tests/command_reference.py -->"
END = "<!-- end of the reference -->"
BETWEEN = re.compile(re.escape(START) + r".*?" + re.escape(END), re.DOTALL)
OF_EVERY_COMMAND = frozenset({"--lang", "-q", "-v", "--help"})


def with_reference(page: str) -> str:
    """Return a page with the reference between its two marks written anew."""
    with spoken("en"):
        text = "\n".join([START, *_lines(), END])
    return BETWEEN.sub(lambda _match: text, page)


def every_command() -> dict[str, click.Command]:
    """Return each command that does something, by its words after ``repartition``."""
    found: dict[str, click.Command] = {}
    for name, command in program().commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
        else:
            found[name] = command
    return found


def _lines() -> Iterator[str]:
    for name, command in every_command().items():
        context = click.Context(command, info_name=f"repartition {name}")
        yield ""
        yield f"### {name}"
        yield ""
        yield f"`repartition {name} {' '.join(command.collect_usage_pieces(context))}`"
        yield ""
        yield " ".join((command.help or "").split())
        yield ""
        options = [
            parameter
            for parameter in command.params
            if isinstance(parameter, click.Option) and not OF_EVERY_COMMAND & {*parameter.opts}
        ]
        if options:
            yield "| option | does |"
            yield "|---|---|"
            yield from (_row(option, context) for option in options)
    yield ""


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len))
    metavar = option.make_metavar(context).replace("|", "\\|")
    value = "" if option.is_flag else f" {metavar}"
    help_text = " ".join((option.help or "").split())
    needed = " **Required.**" if option.required else ""
    return f"| {names}{value} | {help_text}{needed} |"


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
