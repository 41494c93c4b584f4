"""A report as files: a page that needs no network, and a workbook.

Nothing is counted here: every figure comes from a cell of a table.
"""
