"""A session as a booklet: the opening, a page for each dwelling, the rights."""

from repartition.commission.session.facts import SessionFacts
from repartition.commission.session.wording.dwelling import Pages, dwelling_sheet
from repartition.commission.session.wording.opening import lists, opening_sheets
from repartition.commission.session.wording.rights import rights_sheet
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _, current_language
from repartition.report.booklet import Booklet


def session_booklet(facts: SessionFacts, run: str) -> Booklet:
    """Return the papers of a session; ``run`` is the name of the run folder."""
    dwellings = len(facts.dwellings)
    rights = len(lists(dwellings)) + dwellings + 1
    pages = Pages(Lexicon.of(facts.instance), facts, run, rights)
    return Booklet(
        title=_("Session of {bailleur}", bailleur=facts.agenda.bailleur),
        banner=banner_of(facts),
        language=current_language(),
        sheets=(
            *opening_sheets(pages),
            *(
                dwelling_sheet(pages, dwelling, place)
                for place, dwelling in enumerate(facts.dwellings, 1)
            ),
            rights_sheet(pages),
        ),
    )


def banner_of(facts: SessionFacts) -> str:
    """Return what must be seen on every page; ``""`` where there is nothing to say."""
    if not facts.instance.scenario.synthetic:
        return ""
    return _("SYNTHETIC DATA: the people and the dwellings are made up.")
