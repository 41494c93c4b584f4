"""Judges a plan without the solver: recount, reasons, indicators, run folder, verification.

What stands here shares the domain and the rules of eligibility with the solver, and nothing else:
every count, charge and objective value is made again from the tables.
"""
