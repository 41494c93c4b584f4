"""One reason, wherever it is read: the files of a run and the answers say the same."""

import csv
from pathlib import Path

import pytest
from tests.explanation.conftest import RunOf

from repartition.explanation import explain
from repartition.explanation.wording.amounts import sentence


def reasons(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["tiny", "session"])
@pytest.mark.parametrize("policy", ["optimal", "sequential"])
def test_a_household_without_a_dwelling_reads_the_reason_of_unplaced_csv(
    run_of: RunOf, name: str, policy: str
) -> None:
    folder = run_of(name, policy)
    for row in reasons(folder / "unplaced.csv")[:40]:
        lines = explain(folder, row["household"], None).sentences()
        if row["code"] == "no_dwelling":
            # The file names what closes the most first, the answer goes rule by rule.
            assert "- No dwelling is open to it." in lines
            for cause in row["reason"].partition("): ")[2].split("), "):
                words, _space, count = cause.removesuffix(")").rpartition(" (")
                assert any(line.startswith(f"- {words}: closes {count},") for line in lines), cause
        else:
            assert lines[2] == sentence(row["reason"])


@pytest.mark.parametrize("policy", ["optimal", "sequential"])
def test_an_empty_dwelling_reads_the_reason_of_vacant_csv(run_of: RunOf, policy: str) -> None:
    folder = run_of("session", policy)
    for row in reasons(folder / "vacant.csv"):
        lines = explain(folder, None, row["vacancy"]).sentences()
        if row["code"] == "nobody":
            assert "- No household could have it." in lines
        else:
            assert lines[1:3] == ["It is left empty.", sentence(row["reason"])]
