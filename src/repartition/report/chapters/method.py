"""Method and rights: who decides, what is automatic, and how to contest."""

from repartition.language import _
from repartition.report.document import Block, Bullets, Chapter, Commands, paragraph
from repartition.report.sides import Subject


def method(subject: Subject) -> Chapter:
    """Return what the people concerned and the commission must know of this plan."""
    care = paragraph(
        _(
            "This report may name households and dwellings by their identifiers: it is a working "
            "document for those who instruct the requests, not for publication. A published "
            "figure stands for 11 households at least."
        )
    )
    return Chapter("method", method_title(), (*what_is_automatic(), contest(subject), care))


def method_title() -> str:
    """Return the title of the chapter."""
    return _("Method and rights")


def what_is_automatic() -> tuple[Block, ...]:
    """Return who decides, what is automatic and what never enters."""
    decides = paragraph(
        _(
            "The commission decides. This plan is a proposal: it binds nobody, and nothing is "
            "attributed by a machine alone (GDPR article 22, CRPA L311-3-1)."
        ),
        strong=True,
    )
    automatic = Bullets(
        _("What is automatic:"),
        (
            _(
                "which dwellings are open to a household: nine rules of eligibility (rooms, "
                "surface, ceilings, share of income, communes, accessibility, reservation rights, "
                "period, decisions), each of which can be cited;"
            ),
            _(
                "the choice among all plans: the objectives in the order that the scenario gives, "
                "then seniority, then a draw that the seed makes reproducible;"
            ),
            _("the decisions of the commission are in the plan as they are, whatever a rule says."),
        ),
    )
    never = Bullets(
        _("What never enters:"),
        (
            _("names, origin, nationality, birthplace, religion, sex;"),
            _(
                "poverty as a ground to refuse: a target moves a household to another dwelling, "
                "and this report shows what it was offered instead;"
            ),
            _(
                "need of an accessible dwelling and disability are health data: they serve to find "
                "a dwelling that suits, and nothing else."
            ),
        ),
    )
    return decides, automatic, never


def contest(subject: Subject) -> Commands:
    """Return how each person may ask how the treatment worked for them."""
    return Commands(
        _(
            "Each person may ask how the treatment worked for them: the rules passed and failed, "
            "the data used, their rank. The answer is one command away; data that are wrong are "
            "corrected in the tables, and the plan is made again. A refusal of the commission is "
            "notified in writing with its reasons (CCH L441-2-2); the letter says before whom it "
            "can be contested."
        ),
        (f"repartition explain {subject.run.stored.folder.name} --household H",),
    )
