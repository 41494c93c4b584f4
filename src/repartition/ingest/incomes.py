"""Households whose incomes nobody has stated: 0 stands for them, and 0 is the lowest of all."""

from collections.abc import Iterator

import numpy as np

from repartition.errors import Fault
from repartition.ingest.cautions import first_few
from repartition.ingest.derivations import hundredths, truths
from repartition.ingest.validation import ReadTable
from repartition.language import n_, whole


def unstated_income_cautions(households: ReadTable) -> Iterator[Fault]:
    """Yield one warning if active households count as without income for want of a word."""
    is_concerned = (
        truths(households.column("active"))
        & ~truths(households.column("incomes_stated"))
        & ~hundredths(households.column("monthly_income")).astype(np.bool_)
    )
    rows = np.flatnonzero(is_concerned).tolist()
    if not rows:
        return
    names = households.column("household").cells()
    yield Fault(
        file=households.raw.file,
        column="incomes_stated",
        problem=n_(
            "{amount} active household whose incomes nobody has stated counts as one without "
            "income, in the first quartile and under the effort rule: {named}",
            "{amount} active households whose incomes nobody has stated count as without "
            "income, in the first quartile and under the effort rule: {named}",
            len(rows),
            amount=whole(len(rows)),
            named=first_few([names[row] for row in rows]),
        ),
        remedy=n_(
            "complete its incomes, or write true where there is no income",
            "complete their incomes, or write true where there is no income",
            len(rows),
        ),
    )
