"""Whatever stands in a cell or behind a key, the answer is an instance or sentences, no crash."""

from copy import deepcopy
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.conftest import SCENARIO, TABLES, write_tables

from repartition.errors import InputError
from repartition.ingest import read_instance, read_scenario

QUOTA = '[[quotas]]\nid = "q"\nmax = 3\nmax_share = 0.1\nsoft = 1\n'
COMMISSION = {
    "decisions": [
        {"vacancy": "L1", "household": "M1", "decision": "attribution", "rank": "",
         "decided_on": ""}
    ],
    "counters": [{"quota": "q", "group": "", "count": "1", "of": "2"}],
    "approvals": [{"commune": "37261", "year": "2014", "financing": "PLAI", "dwellings": "3"}],
}  # fmt: skip
CELLS = [
    "", "nan", "-1", "1e999", "1e-999", "99999999999999999999", "x", "true", "0", "2014-01-01",
    "31/12/9999", "T3", "P1", "M1|M2", "|", "1,5", "1 000", "'", "\n", "é", "\u0661", "²", "½",
    "1_000",
]  # fmt: skip
COLUMNS = [
    "adults", "children", "under_14", "ceiling_category", "quartile", "dalo", "priority", "points",
    "typology_min", "typology_max", "accessible", "contingents", "active", "charges", "qpv",
    "dwellings", "aci_households", "note", "apl_zone", "ceiling_zone", "bailleur", "name",
]  # fmt: skip
VALUES = [
    "1", '"x"', "true", "nan", "-1", "[]", "{}", "[1]", "[{}]", '{ min = "a" }', "2014-01-01",
    "2014-01-01T00:00:00", "1e400", "99999999999999999999", '"points"', '"shortfall"',
    "{ a = { b = 1 } }", "{ min = 2014-01-01, max = 3 }", '"vacancies"', '"via.kind"', "[[1]]",
    "10:00:00", "{ fragility = { min = inf } }", "[{ aci = true }, 3]", "{ quartile = 1 }",
]  # fmt: skip
KEYS = [
    "quotas.q.max", "quotas.q.who", "quotas.q.where", "quotas.q.via", "quotas.q.per",
    "quotas.q.max_share", "quotas.q.among", "quotas.q.soft", "quotas.q.of", "quotas.q.id",
    "objectives.house.maximise", "objectives.house.minimise", "objectives.house.soft",
    "objectives.house.who", "period", "period.start", "seed", "name", "schema", "data",
    "eligibility", "eligibility.apl", "eligibility.max_effort", "eligibility.typology",
    "fragility", "fragility.perimeter", "fragility.fragile_from", "fragility.method",
    "contingents", "contingents.mode", "contingents.transfers", "quartiles", "quotas",
    "quartiles.thresholds", "objectives", "extends", "baseline",
]  # fmt: skip

changes = st.lists(
    st.tuples(
        st.sampled_from([*TABLES, *COMMISSION]),
        st.integers(0, 1),
        st.sampled_from(COLUMNS) | st.integers(0, 8),
        st.sampled_from(CELLS),
    ),
    max_size=3,
)
keyed = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=2)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=changes, keys=keyed)
def test_junk_brings_sentences_and_nothing_else(
    tmp_path: Path,
    cells: list[tuple[str, int, str | int, str]],
    keys: list[tuple[str, str]],
) -> None:
    tables = deepcopy({**TABLES, **COMMISSION})
    for table, row, column, cell in cells:
        rows = tables[table]
        changed = rows[row % len(rows)]
        names = list(changed)
        changed[column if isinstance(column, str) else names[column % len(names)]] = cell
    write_tables(tmp_path / "data", tables)
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(SCENARIO + QUOTA, encoding="utf-8")
    try:
        instance = read_instance(read_scenario(scenario, [f"{key}={value}" for key, value in keys]))
    except InputError as error:
        assert error.faults
        assert all(fault.problem for fault in error.faults)
    else:
        assert all(caution.problem for caution in instance.cautions)
