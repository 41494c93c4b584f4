"""What is suspicious in the data, as the reader of the tables says it."""

from repartition.errors import Fault
from repartition.language import _, n_
from repartition.report.chapters.untold import untold
from repartition.report.document import Chapter, Column, Table, paragraph
from repartition.report.sides import Subject

_SHOWN = 12


def warnings(subject: Subject) -> Chapter:
    """Return every warning about the data, where it is and what to do."""
    title = _("Warnings about the data")
    found = (*untold(subject), *subject.run.cautions)
    if not found:
        return Chapter("warnings", title, (paragraph(_("No warning.")),))
    return Chapter(
        "warnings",
        title,
        (
            paragraph(
                n_(
                    "{number} warning: suspicious but possible; the figures stand as the tables "
                    "have it.",
                    "{number} warnings: suspicious but possible; the figures stand as the tables "
                    "have it.",
                    len(found),
                )
            ),
            Table(
                key="warnings",
                title=_("Warnings"),
                columns=(
                    Column(_("Where")),
                    Column(_("value")),
                    Column(_("what is suspicious")),
                    Column(_("what to do")),
                ),
                rows=tuple(
                    (_place(fault), fault.value or "", fault.problem, fault.remedy)
                    for fault in found
                ),
                shown=_SHOWN,
            ),
        ),
    )


def _place(fault: Fault) -> str:
    line = "" if fault.line is None else f":{fault.line}"
    return " ".join(part for part in (f"{fault.file}{line}", fault.column) if part)
