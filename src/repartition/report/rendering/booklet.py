"""A booklet as one file of HTML: a sheet a printed page, no script, no request."""

from markupsafe import Markup

from repartition.audit.manifest import program_version
from repartition.language import _
from repartition.report.booklet import Booklet
from repartition.report.rendering.markup import asset, environment, paper_head


def booklet_of(booklet: Booklet) -> str:
    """Return the whole file of a booklet."""
    # Ours, read from the package: nothing a user wrote is in them.
    style = Markup(asset("booklet.css")) + Markup(paper_head(booklet.banner))
    return (
        environment()
        .get_template("booklet.html")
        .render(
            booklet=booklet,
            style=style,
            policy="default-src 'none'; base-uri 'none'; form-action 'none'; "
            "style-src 'unsafe-inline'",
            said={
                "foot": _(
                    "Made by repartition {version}: a proposal, which binds nobody. The commission "
                    "decides. What paper has no room for, the screen shows.",
                    version=program_version(),
                ),
                "sheets": _("The sheets"),
            },
            page_of=lambda number: _(
                "page {number} of {all}", number=number, all=len(booklet.sheets)
            ),
        )
    )
