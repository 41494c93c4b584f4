"""The report fit to be published: its own chapters, of counts that are all declared.

**What is guaranteed.** Every number of households on the page, in a table, a sentence, a chart or
the workbook, is a cell of one ``Ledger``: it is given to one ``Publication`` with all that ties it
to the other numbers of the page, and shows only where ``repartition.report.publication`` proves
that nobody is found by it. A hidden number is replaced by its mark before anything is drawn, sorted
or compared, so that no chart, sentence or order depends on it.

**What is not printed at all**, because no sum of counts says what a reader could make of it:
decision 019 has the list, with the reasons.
"""

from repartition.report.public.composing import compose_public

__all__ = ["compose_public"]
