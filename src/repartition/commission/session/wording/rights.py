"""The last page: the order of the next ones, who decides, what is automatic, how to contest."""

from repartition.audit.outcome import Standing
from repartition.commission.session.wording.dwelling import Pages
from repartition.language import _
from repartition.report.booklet import Sheet, Titled


def rights_sheet(pages: Pages) -> Sheet:
    """Return what the commission and the people concerned must know."""
    return Sheet(
        key="rights",
        kind=_("Session of {bailleur}", bailleur=pages.facts.agenda.bailleur),
        title=_("The order, and the rights of the people concerned"),
        subtitle="",
        parts=(
            _order(pages),
            _alone(pages),
            _decides(),
            _three(),
            _automatic(),
            _never(),
            _contest(pages),
        ),
        is_prose=True,
    )


def _order(pages: Pages) -> Titled:
    usual = pages.facts.dwellings[0].about.standing is Standing.USUAL_PRACTICE
    if usual:
        by = _("by usual practice: points, then waiting, then the public draw;")
    else:
        by = _(
            "by what the plan would be worth if the dwelling went there and nothing else changed: "
            "objective by objective in their strict order, soft targets at their place among them, "
            "then seniority, then the public draw;"
        )
    return Titled(
        _("Who is next"),
        (
            _(
                "Candidates are the active requests that no rule keeps from the dwelling, "
                "decisions included. They come in this order:"
            ),
        ),
        (
            _("those the commission has ranked for this dwelling, by their rank;"),
            _("those whose attribution breaks nothing that must hold, all else staying as it is;"),
            _(
                "those the plan leaves without a dwelling, before those who would leave another "
                "one empty;"
            ),
            by,
            _("by identifier, where all that is equal."),
        ),
    )


def _alone(pages: Pages) -> Titled:
    return Titled(
        _("One choice taken alone"),
        (
            _(
                "The order is that of one choice taken alone. The plan is chosen as a whole: a "
                "choice may change other attributions, and a household that comes first here may "
                "be needed elsewhere. Nothing was solved again for these pages: "
                "`repartition explain {run} --household H --vacancy V` solves again for one "
                "choice, and says what it would cost and whose attribution would change.",
                run=pages.run,
            ),
        ),
    )


def _decides() -> Titled:
    return Titled(
        _("The commission decides"),
        (
            _(
                "This plan is a proposal: it binds nobody, and nothing is attributed by a machine "
                "alone (GDPR article 22, CRPA L311-3-1). The commission may choose any household, "
                "named here or not, and takes one of its five decisions, with its reason."
            ),
            _(
                "Under a condition: a document is missing. Ranked: the next one has the dwelling "
                "if the one before refuses it. Inadmissible: the request itself does not meet the "
                "conditions of the law."
            ),
        ),
    )


def _three() -> Titled:
    return Titled(
        _("Three requests"),
        (
            _(
                "The commission examines at least three requests for a dwelling, unless there are "
                "too few, for DALO candidates designated by the préfet, and for PLAI-adapté "
                "dwellings (CCH R441-3). Whether an exception applies is for the commission to say."
            ),
        ),
    )


def _automatic() -> Titled:
    return Titled(
        _("What is automatic"),
        (),
        (
            _("which requests a dwelling is open to: rules that can each be cited;"),
            _(
                "who is proposed, and the order of the next ones: the objectives that the scenario "
                "writes down, then seniority, then a draw that the seed makes reproducible;"
            ),
            _("the points, where the scenario names a grid: they help, and decide nothing."),
        ),
    )


def _never() -> Titled:
    return Titled(
        _("What is never a reason"),
        (),
        (
            _("names, origin, nationality, birthplace, religion, sex: no page has them;"),
            _(
                "poverty: that a household is ACI is no reason to refuse it. A cap is one of the "
                "programme, and the page says what else the plan gives the household, or what else "
                "is open to it;"
            ),
            _("the lack of a link with the commune, by itself (CCH L441);"),
            _(
                "health: needing an accessible dwelling is shown on the pages of accessible "
                "dwellings only, so that they go to whom they were made for."
            ),
        ),
    )


def _contest(pages: Pages) -> Titled:
    return Titled(
        _("How a household contests"),
        (
            _(
                "Each person may ask how the treatment worked for them: the rules passed and "
                "failed, the data used, their rank (CRPA L311-3-1). The answer is one command: "
                "`repartition explain {run} --household H`. Data that are wrong are corrected in "
                "the tables, and the plan is made again.",
                run=pages.run,
            ),
            _(
                "A refusal of the commission is notified in writing with its reasons (CCH "
                "L441-2-2); the letter says before whom it can be contested."
            ),
            _(
                "These pages name households by their identifiers, and are about people all the "
                "same: they are for the members of the commission, and not for publication. Keep "
                "them as the requests are kept."
            ),
        ),
    )
