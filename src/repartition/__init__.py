"""Proposes attributions of social housing, proves them, and explains them.

::

    files -> Instance -> Pairs -> Plan -> audit -> run folder -> explanation
"""
