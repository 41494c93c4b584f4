"""What stands where a figure is hidden, and the sentences that say so under the tables."""

from typing import Final

from repartition.language import _, n_, whole
from repartition.report.numerals import percent
from repartition.report.publication.publication import Hidden

HIDDEN: Final = "n.c."
"""The mark of what is hidden, the same in every language: not communicated, non communiqué."""


def hidden_note(*, threshold: int) -> str:
    """Return the line under a table that has the mark."""
    return _(
        "{mark}: not communicated. Fewer than {threshold} households, or a figure from which such "
        "a count could be worked out.",
        mark=HIDDEN,
        threshold=whole(threshold),
    )


def hidden_summary(hidden: Hidden) -> str:
    """Return how many of the counts are hidden, and how many of these are not small themselves."""
    protecting = hidden.n_counts_hidden - hidden.n_counts_small
    return n_(
        "{number} count of {all} is not communicated ({share}), {protecting} of them only to "
        "protect others.",
        "{number} counts of {all} are not communicated ({share}), {protecting} of them only to "
        "protect others.",
        hidden.n_counts_hidden,
        all=whole(hidden.n_counts),
        share=percent(hidden.share),
        protecting=whole(protecting),
    )
