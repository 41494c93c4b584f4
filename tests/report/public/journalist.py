"""A journalist with a solver: reads a published page, knows nothing of what made it.

He sees the tables and what everybody knows of such tables: columns add up, parts are not more than
their whole, what is called the same is the same, communes of the Contrat de Ville are those that
say so, priority districts lie in them. He looks for hidden counts he can pin down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.report.pages import Element, Tree

HIDDEN: Final = "n.c."
PLANS: Final = ("usual practice", "plan")
TOTAL: Final = "in all"
Name = tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """One table of a page: its heads on one line each, and its rows by what they are called."""

    key: str
    heads: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]

    def cell(self, row: str, head: str) -> str | None:
        """Return what stands there; None where there is no such row or column."""
        if row not in self.rows or head not in self.heads:
            return None
        return self.rows[row][self.heads.index(head) - 1]


def tables_of(page: str) -> dict[str, Printed]:
    """Return the tables of a page by their keys."""
    blocks = [
        element
        for element in Tree(page).root.walk()
        if element.attributes.get("class") == "block" and element.all("table")
    ]
    found = [_table(block) for block in blocks]
    return {table.key: table for table in found}


def _table(block: Element) -> Printed:
    (table,) = block.all("table")
    lines = [line.all("th") for line in table.all("thead")[0].all("tr")]
    heads: list[str] = []
    below = iter(lines[1] if len(lines) > 1 else [])
    for head in lines[0]:
        span = int(head.attributes.get("colspan", "1"))
        if head.attributes["scope"] == "colgroup":
            heads += [f"{head.words()}, {next(below).words()}" for _column in range(span)]
        else:
            heads.append(head.words())
    rows = {
        row.all("th")[0].words(): tuple(cell.words() for cell in row.all("td"))
        for row in table.all("tbody")[0].all("tr")
    }
    notes = [p.words() for p in block.all("p") if p.attributes.get("class") == "note"]
    return Printed(table.attributes["class"], tuple(heads), rows, tuple(notes))


def whole_number(text: str | None) -> int | None:
    """Return the count that a cell shows; None where it shows none."""
    if text is None or not re.fullmatch(r"\d{1,3}(,\d{3})*", text):
        return None
    return int(text.replace(",", ""))


@dataclass
class Journalist:
    """What is known: counts with the value that is shown, if any, and the sums that tie them."""

    tables: dict[str, Printed]
    shown: dict[Name, int | None] = field(default_factory=dict)
    cells: set[Name] = field(default_factory=set)
    sums: list[dict[Name, int]] = field(default_factory=list)
    between: dict[Name, tuple[int, int]] = field(default_factory=dict)

    def read(self, name: Name, table: str, row: str, head: str) -> Name:
        """Note a count that a cell shows, or hides; the same name may stand in several cells."""
        printed = self.tables.get(table)
        text = None if printed is None else printed.cell(row, head)
        value = whole_number(text)
        if value is not None and self.shown.get(name) not in (None, value):
            raise AssertionError(f"{name}: {self.shown[name]} and {value}")
        self.shown[name] = value if value is not None else self.shown.get(name)
        if text == HIDDEN:
            self.cells.add(name)
        return name

    def unprinted(self, *name: str) -> Name:
        """Note a count that no cell shows."""
        self.shown.setdefault(name, None)
        return name

    def add_up(self, total: Name, parts: list[Name]) -> None:
        """Note that parts add up to a total."""
        self.sums.append({total: -1, **dict.fromkeys(parts, 1)})

    def part(self, whole: Name, *parts: Name) -> Name:
        """Note that parts are not more than their whole; return what they leave."""
        rest = self.unprinted("rest of", *whole, "without", *(word for p in parts for word in p))
        self.add_up(whole, [*parts, rest])
        return rest

    def share(self, part: Name, whole: Name, text: str | None) -> None:
        """Note what a share, rounded to a tenth of a percent, says of a part of a known whole."""
        of = self.shown[whole]
        if text is None or not text.endswith("%") or of is None:
            return
        tenths = Fraction(text.removesuffix("%")) * 10
        low, high = ((tenths + side) * of / 1000 for side in (Fraction(-1, 2), Fraction(1, 2)))
        self.between[part] = (max(0, -int(-low // 1)), int(high // 1))

    # ------------------------------------------------------------------------------ attack
    def pinned(self, threshold: int = 11) -> dict[Name, tuple[int, int]]:
        """Return the hidden counts known within less than the threshold, with their range."""
        hidden = sorted(name for name in self.cells if self.shown[name] is None)
        ranges = self.ranges(hidden, threshold)
        return {name: ends for name, ends in ranges.items() if ends[1] - ends[0] < threshold}

    def ranges(self, wanted: list[Name], threshold: int = 11) -> dict[Name, tuple[int, int]]:
        """Return the least and the most that counts can be."""
        names = sorted(self.shown)
        place = {name: index for index, name in enumerate(names)}
        known = max((value for value in self.shown.values() if value is not None), default=0)
        top = known + 100 * threshold
        low, high = np.zeros(len(names)), np.full(len(names), float(top))
        for name, value in self.shown.items():
            if value is not None:
                low[place[name]] = high[place[name]] = value
        for name, (least, most) in self.between.items():
            if self.shown[name] is None:
                low[place[name]], high[place[name]] = least, most
        matrix = np.zeros((len(self.sums), len(names)))
        for row, terms in enumerate(self.sums):
            for name, sign in terms.items():
                matrix[row, place[name]] = sign
        ask = _Asking([LinearConstraint(matrix, 0, 0)], Bounds(low, high), len(names))
        return {name: ask.range(place[name]) for name in wanted}


@dataclass(frozen=True)
class _Asking:
    system: list[LinearConstraint]
    bounds: Bounds
    size: int

    def range(self, index: int) -> tuple[int, int]:
        ends = []
        for sense in (1, -1):
            aim = np.zeros(self.size)
            aim[index] = sense
            answer = milp(
                aim, constraints=self.system, bounds=self.bounds, integrality=np.ones(self.size)
            )
            assert answer.success, answer.message
            ends.append(round(sense * answer.fun))
        return ends[0], ends[1]


def investigate(page: str, plans: tuple[str, ...] = PLANS) -> Journalist:
    """Return all that a page lets its reader know."""
    seen = Journalist(tables_of(page))
    for plan in plans:
        _places(seen, plan)
        _communes_of_the_policy(seen, plan)
        _rights(seen, plan)
        _groups(seen, plan)
        _quartiles(seen, plan)
        _targets(seen, plan)
    if len(plans) > 1:
        _offers(seen, *plans)
    _effort(seen, plans[-1])
    _occupation(seen)
    return seen


_MEASURES: Final = {
    "attributions": "attributions",
    "aci": "to ACI households",
    "sound": "ACI outside fragile programmes",
}


def _places(seen: Journalist, plan: str) -> None:
    """Every table by place: three nested counts a place, and places that add up to the whole."""
    for measure, row in (
        ("attributions", "Attributions"),
        ("aci", "ACI households housed"),
        ("sound", "of them outside fragile programmes"),
    ):
        seen.read((plan, measure, TOTAL), "headline", row, plan)
    seen.read((plan, "attributions", TOTAL), "indicators", "Attributions", plan)
    rest = _nest(seen, plan, TOTAL)
    weak = "Attributions to the poorest in fragile stock"
    seen.read(rest, "indicators", weak, plan)
    for table in ("kinds-of-place", "communes", "degrees", "landlords"):
        for row in seen.tables[table].rows:
            _place(seen, plan, table, row)
    for parts in (*_pairs(seen), *_columns(seen)):
        for measure in _MEASURES:
            seen.add_up((plan, measure, TOTAL), [(plan, measure, part) for part in parts])
    for row in seen.tables["rents-financing"].rows:
        seen.read((plan, "financing", row), "rents-financing", row, f"attributions, {plan}")
    financings = [(plan, "financing", row) for row in seen.tables["rents-financing"].rows]
    seen.add_up((plan, "attributions", TOTAL), financings)


def _place(seen: Journalist, plan: str, table: str, row: str) -> None:
    for measure, head in _MEASURES.items():
        if (table, measure) == ("degrees", "sound"):
            _of_degree(seen, plan, row)
        else:
            seen.read((plan, measure, row), table, row, f"{head}, {plan}")
    _nest(seen, plan, row)


def _of_degree(seen: Journalist, plan: str, degree: str) -> None:
    """Degrees of 1 and more count as fragile: nothing of them is outside, all of the others is."""
    sound = seen.unprinted(plan, "sound", degree)
    if degree.isdecimal():
        seen.add_up(sound, [])
    else:
        seen.add_up((plan, "aci", degree), [sound])


def _nest(seen: Journalist, plan: str, place: str) -> Name:
    names = [(plan, measure, place) for measure in _MEASURES]
    seen.part(names[0], names[1])
    return seen.part(names[1], names[2])


def _pairs(seen: Journalist) -> Iterator[list[str]]:
    rows = list(seen.tables["kinds-of-place"].rows)
    assert len(rows) == 6
    yield from (rows[:2], rows[2:4], rows[4:])


def _columns(seen: Journalist) -> Iterator[list[str]]:
    for table in ("communes", "degrees", "landlords"):
        yield list(seen.tables[table].rows)


def _communes_of_the_policy(seen: Journalist, plan: str) -> None:
    """Two rows are sums of communes; the districts lie in the communes of the Contrat de Ville."""
    communes = seen.tables["communes"]
    inside, _outside, contrat, others, sru, free = seen.tables["kinds-of-place"].rows
    for head, yes, no in (
        ("Contrat de Ville", contrat, others),
        ("SRU deficit", sru, free),
    ):
        for row, answer in ((yes, "yes"), (no, "no")):
            members = [name for name in communes.rows if communes.cell(name, head) == answer]
            for measure in _MEASURES:
                seen.add_up((plan, measure, row), [(plan, measure, name) for name in members])
    towns = [row for row in communes.rows if communes.cell(row, "Contrat de Ville") == "yes"]
    for measure in _MEASURES:
        parts = [seen.unprinted(plan, measure, "district of", town) for town in towns]
        seen.add_up((plan, measure, inside), parts)
        for part, town in zip(parts, towns, strict=True):
            seen.part((plan, measure, town), part)
    for town in towns:
        names = [(plan, measure, "district of", town) for measure in _MEASURES]
        seen.part(names[0], names[1])
        seen.part(names[1], names[2])


def _rights(seen: Journalist, plan: str) -> None:
    table = seen.tables["rights-by-kind"]
    heads = {
        "charged": "attributions charged",
        "received": "of them through a transfer",
        "handed back": "handed back to others",
    }
    names = {
        what: [
            seen.read((plan, what, row), "rights-by-kind", row, f"{head}, {plan}")
            for row in table.rows
        ]
        for what, head in heads.items()
    }
    seen.add_up((plan, "attributions", TOTAL), names["charged"])
    for row, indicator in (
        ("charged", "Commune contingents used"),
        ("received", "of these, received from other contingents"),
    ):
        seen.read((plan, row, "Commune"), "indicators", indicator, plan)
    if f"{heads['received']}, {plan}" in table.heads:
        through = seen.unprinted(plan, "through a transfer")
        seen.add_up(through, names["received"])
        seen.add_up(through, names["handed back"])
        for charged, received in zip(names["charged"], names["received"], strict=True):
            seen.part(charged, received)


def _groups(seen: Journalist, plan: str) -> None:
    """Who asks is housed or waits; every group is a part of all; ACI and DALO overlap."""
    groups = list(seen.tables["access"].rows)
    every, aci, dalo, neither = groups[:4]
    for group in groups:
        requests = seen.read(("requests", group), "access", group, "requests")
        housed = seen.read((plan, "housed", group), "access", group, f"housed, {plan}")
        waiting = seen.read((plan, "waiting", group), "access", group, f"still waiting, {plan}")
        seen.add_up(requests, [housed, waiting])
    for group, measure in ((every, "attributions"), (aci, "aci")):
        seen.add_up((plan, measure, TOTAL), [(plan, "housed", group)])
    for counted in (("requests",), (plan, "housed"), (plan, "waiting")):
        for group in groups[1:]:
            seen.part((*counted, every), (*counted, group))
        both = seen.unprinted(*counted, "both")
        only = seen.part((*counted, aci), both)
        seen.part((*counted, dalo), both)
        seen.add_up((*counted, every), [(*counted, neither), (*counted, dalo), only])


def _quartiles(seen: Journalist, plan: str) -> None:
    """Shares of quartiles tell counts that no cell shows: where everybody's quartile is known."""
    indicators = seen.tables["indicators"]
    inside, outside, *_others = seen.tables["kinds-of-place"].rows
    upper = seen.unprinted(plan, "upper quartiles in the districts")
    first = seen.unprinted(plan, "first quartile outside")
    text = indicators.cell("Mix inside the QPV: attributions to quartiles 2 to 4", plan)
    seen.share(upper, (plan, "attributions", inside), text)
    text = indicators.cell("Outside the QPV: attributions to the first quartile", plan)
    seen.share(first, (plan, "attributions", outside), text)
    lower = seen.part((plan, "attributions", inside), upper)
    seen.part((plan, "attributions", outside), first)
    if (plan, "housed", "First income quartile") in seen.shown:
        seen.add_up((plan, "housed", "First income quartile"), [lower, first])


def _targets(seen: Journalist, plan: str) -> None:
    if "targets" not in seen.tables:
        return
    # Rows of several targets may have one name: those of landlords are known from their table.
    for row in seen.tables["targets"].rows.values():
        assert HIDDEN not in row


def _offers(seen: Journalist, before: str, after: str) -> None:
    if "offers" not in seen.tables:
        return
    weak = {
        plan: {
            "ACI households": ("rest of", plan, "aci", TOTAL, "without", plan, "sound", TOTAL),
            "other households": seen.unprinted(plan, "others in fragile stock"),
        }
        for plan in (before, after)
    }
    rows = list(seen.tables["offers"].rows)[:4]
    for head in ("ACI households", "other households"):
        kept, *parts = (seen.read(("offers", row, head), "offers", row, head) for row in rows)
        seen.add_up(kept, parts)
        stays = seen.part(weak[before][head], kept)
        seen.part(weak[after][head], stays)
    for plan in (before, after):
        # Of degree 1 and more; "not classed" and 0 do not count as fragile.
        degrees = [row for row in seen.tables["degrees"].rows if row.isdecimal()]
        everybody = seen.unprinted(plan, "in fragile stock")
        seen.add_up(everybody, [(plan, "attributions", degree) for degree in degrees])
        seen.add_up(everybody, list(weak[plan].values()))


def _effort(seen: Journalist, plan: str) -> None:
    if "effort" not in seen.tables:
        return
    (row,) = seen.tables["effort"].rows
    every = seen.read(("effort", "all"), "effort", row, "all")
    aci = seen.read(("effort", "aci"), "effort", row, "ACI")
    other = seen.part(every, aci)
    seen.part((plan, "waiting", "All households"), every)
    seen.part((plan, "waiting", "ACI households"), aci)
    others = ("rest of", plan, "waiting", "All households", "without",
              plan, "waiting", "ACI households")  # fmt: skip
    seen.part(others, other)


def _occupation(seen: Journalist) -> None:
    if "occupation" not in seen.tables:
        return
    for row in seen.tables["occupation"].rows:
        homes = seen.read(("lives there", row), "occupation", row, "dwellings occupied")
        seen.part(homes, seen.read(("aci there", row), "occupation", row, "ACI households"))
