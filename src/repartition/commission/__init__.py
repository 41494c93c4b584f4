"""People decide: what a commission has on its table, and what it does with it.

The plan proposes, explanations say why, reports show; here is what stands between them and the
people who take decisions one by one. :mod:`repartition.commission.session` puts the dwellings of
one landlord on paper, one page each.
"""
