"""Objectives in words."""

from repartition.domain.tiers import LOTTERY_TIER, tier_named
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _
from repartition.report.labels import tier_name
from repartition.report.scope import tier_words


def objective(lexicon: Lexicon, identifier: str) -> str:
    """Return an objective by its identifier, with what it asks for and of whom."""
    tier = tier_named(lexicon.scenario, identifier)
    if tier.id == LOTTERY_TIER:
        return _("“lottery” (the public draw between equals, smallest number first)")
    return _("“{objective}” ({sense})", objective=tier_name(tier.id), sense=tier_words(tier))
