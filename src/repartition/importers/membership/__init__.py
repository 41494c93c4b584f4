"""Whom the collective agreement (ACI) is about, and through which contingents one may be proposed.

::

    read_rules -> Rules;  households, contingents, Rules -> apply_rules -> Membership

Neither the register nor most spreadsheets say either. Rules only ever grant: what a table already
says stays, and no rule takes a household out of anything.
"""

from repartition.importers.membership.granting import Granted, Membership, apply_rules
from repartition.importers.membership.imported import granted_to
from repartition.importers.membership.rules import Rules, read_rules

__all__ = ["Granted", "Membership", "Rules", "apply_rules", "granted_to", "read_rules"]
