"""One landlord's session on paper: its dwellings in order, one printed page each.

The way of the data, from a run folder to a booklet, top to bottom::

    a run, a landlord, two days                        making.py
      -> the dwellings of the session, in order        agenda.py, by the day that freeing.py says
      -> of each, who is next if it is refused         succession.py, by effects.py: what the plan
                                                       would be worth, were nothing else changed
      -> what the commission looks at                  facts.py, candidacy.py; standing.py for the
                                                       landlord's targets
      -> pages in the reader's language                wording/, one module for each kind of page
      -> a page of HTML, a workbook                    report.rendering

The facts are those that ``explain --vacancy`` gives: the same functions make them.
"""

from repartition.commission.session.making import SessionRequest, make_session

__all__ = ["SessionRequest", "make_session"]
