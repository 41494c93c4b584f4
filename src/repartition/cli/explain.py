"""The command that answers why, why not, and at what cost."""

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from repartition.cli.options import command, json_option, run_argument
from repartition.cli.reader import Reader
from repartition.language import _

if TYPE_CHECKING:
    from repartition.explanation import Section


def explain_command() -> click.Command:
    """Return the command ``explain``."""
    return command(
        "explain",
        explain,
        summary=_("Say why, why not, and at what cost."),
        help_text=_(
            "Says why, why not, and at what cost: of a household, which rules leave it which "
            "dwellings; of a dwelling, why this household and who else could; of both, the rule or "
            "quota between them, or what giving the one to the other would cost."
        ),
        parameters=[
            run_argument(),
            click.Option(["--household"], metavar="H", help=_("The household asked about.")),
            click.Option(["--vacancy"], metavar="V", help=_("The dwelling asked about.")),
            json_option(),
        ],
    )


@click.pass_obj
def explain(
    reader: Reader,
    folder: Path,
    *,
    household: str | None,
    vacancy: str | None,
    as_json: bool,
) -> None:
    """Show the answer, in sentences or as JSON."""
    if household is None and vacancy is None:
        raise click.UsageError(_("Give --household, --vacancy or both."))
    from repartition.cli.progress import progress_on
    from repartition.explanation import explain as ask

    with progress_on(reader) as progress:
        answer = ask(folder, household, vacancy, progress=progress)
    if as_json:
        reader.answer(answer.as_json())
    else:
        reader.show(*map(_Printed, answer.sections()))


@dataclass(frozen=True, slots=True)
class _Printed:
    """One part of an answer on a console: its title, its paragraphs, its list.

    Lines are cut here because rich cuts them at non-breaking spaces too, and would leave the high
    signs of French alone at the head of a line.
    """

    section: "Section"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, as wide as the console, with an empty one after them."""
        width = options.max_width
        if self.section.title:
            yield Text(self.section.title, style="bold")
        for paragraph in self.section.sentences:
            yield Text(_cut(paragraph, width))
        for item in self.section.items:
            yield Text(_cut(f"- {item}", width, indent="  "))
        yield Text("")


def _cut(text: str, width: int, *, indent: str = "") -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False)
