"""What the commission has decided, and what was already done this year."""

from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader, Rows, Tables

from repartition.domain.instance import Counter, Decisions, Instance


def decided(*rows: tuple[str, ...]) -> Rows:
    """Return rows of decisions: vacancy, household, decision, decided_on, rank."""
    names = ("vacancy", "household", "decision", "decided_on", "rank")
    return [dict(zip(names, (*row, "", "")[:5], strict=True)) for row in rows]


def pairs(decisions: Decisions) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs fixed and the pairs forbidden, by row."""
    fixed = zip(decisions.fixed_household.tolist(), decisions.fixed_vacancy.tolist(), strict=True)
    forbidden = zip(
        decisions.forbidden_household.tolist(), decisions.forbidden_vacancy.tolist(), strict=True
    )
    return list(fixed), list(forbidden)


M1, M2, L1, L2 = 0, 1, 0, 1

LATEST = [
    # decisions, fixed, forbidden
    ([("L1", "M1", "attribution")], [(M1, L1)], []),
    ([("L1", "M1", "attribution_conditional")], [(M1, L1)], []),
    ([("L1", "M1", "non_attribution")], [], [(M1, L1)]),
    ([("L1", "M1", "refused_by_household")], [], [(M1, L1)]),
    # The latest day counts, wherever its row stands.
    ([("L1", "M1", "attribution", "2014-02-01"), ("L1", "M1", "non_attribution", "2014-01-01")],
     [(M1, L1)], []),
    # On one day, the later row.
    ([("L1", "M1", "attribution", "2014-01-01"), ("L1", "M1", "non_attribution", "2014-01-01")],
     [], [(M1, L1)]),
    # One without a day comes before every dated one.
    ([("L1", "M1", "attribution", "2014-01-01"), ("L1", "M1", "non_attribution", "")],
     [(M1, L1)], []),
    # Of the ranked ones of a dwelling the first in rank alone is fixed.
    ([("L1", "M1", "attribution_ranked", "", "2"), ("L1", "M2", "attribution_ranked", "", "1")],
     [(M2, L1)], []),
    # The first in rank has refused since: the next one has it.
    ([("L1", "M1", "attribution_ranked", "2014-01-01", "2"),
      ("L1", "M2", "attribution_ranked", "2014-01-01", "1"),
      ("L1", "M2", "refused_by_household", "2014-01-09")], [(M1, L1)], [(M2, L1)]),
    ([("L1", "M1", "attribution_ranked")], [(M1, L1)], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "fixed", "forbidden"), LATEST)
def test_the_latest_decision_on_a_pair_counts(
    tables: Tables,
    read: Reader,
    rows: list[tuple[str, ...]],
    fixed: list[tuple[int, int]],
    forbidden: list[tuple[int, int]],
) -> None:
    tables["decisions"] = decided(*rows)
    assert pairs(read().decisions) == (fixed, forbidden)


def test_an_inadmissible_request_is_remembered(tables: Tables, read: Reader) -> None:
    tables["decisions"] = decided(("L2", "M2", "inadmissible"))
    decisions = read().decisions
    assert pairs(decisions) == ([], [(M2, L2)])
    assert decisions.inadmissible_household.tolist() == [M2]


FAULTS = [
    ([("L9", "M1", "attribution")],
     "data/decisions.csv:2 vacancy: L9: L9 is not in vacancies: the known ones are L1, L2"),
    ([("L1", "M9", "attribution")],
     "data/decisions.csv:2 household: M9: M9 is not in households: the known ones are M1, M2"),
    ([("L1", "M1", "attributed")],
     "data/decisions.csv:2 decision: attributed: is not a known value: write attribution? (known: "
     "attribution, attribution_conditional, attribution_ranked, inadmissible, non_attribution, "
     "refused_by_household)"),
    ([("L1", "M1", "attribution"), ("L1", "M2", "attribution")],
     "data/decisions.csv:3 vacancy: L1: line 2 already gives this dwelling to a household: "
     "keep one of the two decisions, or write a later one that undoes it"),
    ([("L1", "M2", "attribution"), ("L2", "M2", "attribution_conditional")],
     "data/decisions.csv:3 household: M2: line 2 already gives this household a dwelling: "
     "keep one of the two decisions, or write a later one that undoes it"),
    ([("L1", "M1", "attribution"), ("L1", "M2", "attribution_ranked", "", "1")],
     "data/decisions.csv:3 vacancy: L1: line 2 already gives this dwelling to a household: "
     "keep one of the two decisions, or write a later one that undoes it"),
    ([("L2", "M1", "attribution")],  # M1 frees L2
     "data/decisions.csv:2 vacancy: L2: this household frees this dwelling: it cannot receive it: "
     "correct the decision, or freed_by"),
    ([("L1", "M1", "attribution_ranked", "", "1"), ("L1", "M2", "attribution_ranked", "", "1")],
     "data/decisions.csv:3 rank: 1: another household has this rank for the same dwelling: "
     "give each its own rank"),
    ([("L1", "M1", "attribution_ranked", "", "1"), ("L1", "M2", "attribution_ranked")],
     "data/decisions.csv:3 rank: several households are ranked for this dwelling, and this one "
     "has none: write its rank"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence"), FAULTS)
def test_decisions_that_cannot_stand_are_named(
    tables: Tables, faults: FaultReader, rows: list[tuple[str, ...]], sentence: str
) -> None:
    tables["decisions"] = decided(*rows)
    assert faults() == [sentence]


QUOTAS = (
    SCENARIO
    + """
[[quotas]]
id = "share"
max_share = 0.2
per = "programme"

[[quotas]]
id = "count"
max = 5
"""
)


def counted(*rows: tuple[str, str, str, str]) -> Rows:
    """Return rows of counters."""
    return [dict(zip(("quota", "group", "count", "of"), row, strict=True)) for row in rows]


def test_counters_are_read_by_quota_and_group(tables: Tables, read: Reader) -> None:
    tables["counters"] = counted(("share", "P1", "3", "12"), ("count", "", "2", ""))
    assert read(QUOTAS).counters == {("share", "P1"): Counter(3, 12), ("count", ""): Counter(2, 0)}


COUNTER_FAULTS = [
    (("share", "P1", "1", ""),
     "data/counters.csv:2 of: the quota share is a share: what it is a share of is missing: "
     "write how many there were"),
    (("share", "", "1", "2"),
     "data/counters.csv:2 group: the quota share counts by group, by programme: write the group"),
    (("count", "P1", "1", "2"),
     "data/counters.csv:2 group: P1: the quota count has no groups: it has no `per`: "
     "leave the cell empty"),
    (("count", "", "1.5", ""),
     "data/counters.csv:2 count: 1.5: is not a whole number: write a whole number"),
    (("count", "", "", ""),
     "data/counters.csv:2 count: is empty: write it: attributions that count, already made"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "sentence"), COUNTER_FAULTS)
def test_a_counter_that_counts_nothing_is_named(
    tables: Tables, faults: FaultReader, row: tuple[str, str, str, str], sentence: str
) -> None:
    tables["counters"] = counted(row)
    assert faults(QUOTAS) == [sentence]


def test_counters_of_a_quota_the_scenario_does_not_have_are_not_used(
    tables: Tables, read: Reader
) -> None:
    tables["counters"] = counted(("count", "", "2", ""), ("cims", "a", "9", ""),
                                 ("cims", "b", "9", ""))  # fmt: skip
    instance = read(QUOTAS)
    assert instance.counters == {("count", ""): Counter(2, 0)}
    assert said_of_counters(instance) == [
        "data/counters.csv:3 quota: cims: the scenario does not have this quota: "
        "its counters are not used (and 1 more row): "
        "correct it, or leave it if it serves another scenario"
    ]


def test_counters_whose_quota_is_misspelt_are_told_which_is_near(
    tables: Tables, read: Reader
) -> None:
    tables["counters"] = counted(("shar", "P1", "1", "2"))
    assert said_of_counters(read(QUOTAS)) == [
        "data/counters.csv:2 quota: shar: the scenario does not have this quota: "
        "its counters are not used: write share?"
    ]


def test_a_removed_quota_leaves_its_counters_aside(
    tmp_path: Path, tables: Tables, read: Reader
) -> None:
    """A year's counters serve a scenario that takes one of its quotas away."""
    (tmp_path / "elder.toml").write_text(QUOTAS, encoding="utf-8")
    tables["counters"] = counted(("count", "", "2", ""))
    younger = 'extends = "elder.toml"\n'
    assert said_of_counters(read(younger)) == []
    removed = read(younger + '[[quotas]]\nid = "count"\nremove = true\n')
    assert removed.counters == {}
    assert len(said_of_counters(removed)) == 1


def said_of_counters(instance: Instance) -> list[str]:
    """Return the cautions about the table of the counters."""
    return [str(said) for said in instance.cautions if said.file == "data/counters.csv"]


def test_a_counter_given_twice_is_named(tables: Tables, faults: FaultReader) -> None:
    tables["counters"] = counted(("share", "P1", "1", "2"), ("share", "P1", "1", "2"))
    assert faults(QUOTAS) == [
        "data/counters.csv:3 quota: share: an earlier row is about this quota and this group: "
        "keep one of the two"
    ]
