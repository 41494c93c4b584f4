"""Which side rows of two programmes are the same: prices hold for those only."""

import numpy as np
from numpy.typing import NDArray

from repartition.domain.quotas import QuotaRow
from repartition.domain.table import NO_ROW
from repartition.optimisation.side_rows import Rule, SideRows

_Key = tuple[object, ...]


class OtherRowsError(Exception):
    """A row that has a price is another one now, or gone: the prices tell nothing."""


def same_rows(before: SideRows, after: SideRows) -> NDArray[np.int64]:
    """Return for each row of ``after`` the row of ``before`` that weighs the same, −1 = none.

    Rows of one rule and one shape weigh the same on every attribution; their ends may differ.
    """
    place = {key: row for row, key in enumerate(_keys(before))}
    return np.array([place.get(key, NO_ROW) for key in _keys(after)], np.int64)


def carried_over(prices: NDArray[np.int64], same: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the prices of the rows after, from those before.

    Raises
    ------
    OtherRowsError
        If a row with a price has none that is the same.
    """
    known = same >= 0
    if np.setdiff1d(np.flatnonzero(prices), same[known]).size:
        raise OtherRowsError
    return np.where(known, prices[same], 0)


def _keys(side: SideRows) -> list[_Key]:
    shapes = np.column_stack((side.shape, side.row_scale)).tolist()
    rules = [_rule(side.rules[slack]) for slack in side.slack.tolist()]
    seen: set[_Key] = set()
    keys = []
    for rule, shape in zip(rules, shapes, strict=True):
        # The first row of a rule is its plain one, the second the tightened one.
        keys.append((*rule, rule in seen, *shape))
        seen.add(rule)
    return keys


def _rule(rule: Rule) -> _Key:
    if isinstance(rule, QuotaRow):
        return (rule.quota, rule.group, rule.kind)
    return (rule.transfer, rule.contingent)
