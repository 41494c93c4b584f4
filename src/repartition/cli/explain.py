"""The command that answers why, why not, and at what cost."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import RenderableType

from repartition.cli.options import command, json_option, run_argument
from repartition.cli.reader import Reader
from repartition.language import _

if TYPE_CHECKING:
    from repartition.explanation import Answer


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
        reader.show(*_parts(answer))


def _parts(answer: "Answer") -> Iterator[RenderableType]:
    """Yield an answer as a console shows it: titles, paragraphs, lists."""
    from repartition.report.layout import section

    for part in answer.sections():
        yield section(part.title, part.sentences, part.items)
