"""What a report counts of a plan: numbers by place, by contingent, of rents; no word is said here.

Everything is exact: whole numbers and fractions of them.
"""
