"""Plans as tables a person reads: what is shown, in which order, under which labels.

Every function returns things rich can print, or plain data; none prints.
"""
