"""What no file says is not told, neither "no" nor 0: in the working and in the public report."""

import csv
from pathlib import Path

import pytest
from tests.report.office import FORMULA, HOSTILE, rows_of, write_office
from tests.report.runs import cells, table

from repartition.language import spoken
from repartition.pipeline import Reopened, reopen, solve
from repartition.report.document import Report, Sentences
from repartition.report.making import compose, heading, subject_of
from repartition.report.public import compose_public

QPV_INDICATORS = (
    "Mix inside the QPV: attributions to quartiles 2 to 4",
    "Mix inside the QPV: attributions to ACI households",
    "Outside the QPV: attributions to the first quartile",
)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Reopened:
    """Return a run of an office that knows neither its QPV nor which communes are in deficit."""
    folder = tmp_path_factory.mktemp("silent")
    with spoken("en"):
        scenario = write_office(folder)
        without_column(folder / "data" / "programmes.csv", "qpv")
        without_column(folder / "data" / "communes.csv", "sru_deficit")
        solve(scenario, output=folder / "runs" / "best")
        return reopen(folder / "runs" / "best")


@pytest.fixture(scope="module")
def working(silent: Reopened) -> Report:
    with spoken("en"):
        return compose(subject_of(silent))


@pytest.fixture(scope="module")
def public(silent: Reopened) -> Report:
    subject = subject_of(silent)
    with spoken("en"):
        return compose_public(heading(subject), subject)


@pytest.fixture(params=["working", "public"])
def either(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def without_column(file: Path, name: str) -> None:
    rows = rows_of(file)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [key for key in rows[0] if key != name])
        writer.writeheader()
        writer.writerows({k: v for k, v in row.items() if k != name} for row in rows)


def test_nobody_is_counted_in_or_out_of_what_no_file_tells(either: Report) -> None:
    assert [row[0] for row in table(either, "kinds-of-place").rows] == [
        "Communes of the Contrat de Ville",
        "Communes outside the Contrat de Ville",
    ]


def test_a_commune_is_not_said_to_be_out_of_deficit(either: Report) -> None:
    assert {row[3] for row in table(either, "communes").rows} == {"not given"}
    assert {row[2] for row in table(either, "communes").rows} == {"yes", "no"}


def test_the_mix_of_the_qpv_is_not_given_and_the_law_is_not_said_to_be_kept(either: Report) -> None:
    for name in QPV_INDICATORS:
        assert cells(either, "indicators", name)["plan"] == "not given"


def test_low_rents_do_not_tell_deficits_either(working: Report) -> None:
    assert {row[2] for row in table(working, "low-rents").rows} == {"not given"}


def test_the_warnings_name_the_columns_and_what_is_not_told(working: Report) -> None:
    where = {row[0]: row[2] for row in table(working, "warnings").rows}

    assert "inside the priority districts" in str(where["programmes qpv"])
    assert where["communes sru_deficit"] == (
        "no file has this column: what is counted by it is not told"
    )
    # 99001 has no row at all, 37261 one of PLUS.
    assert str(where["approvals"]).startswith("2 communes have no row of PLAI in the period")


def test_the_public_page_says_which_columns_are_missing(public: Report) -> None:
    chapter = next(chapter for chapter in public.chapters if chapter.key == "territory")
    said = " ".join(
        sentence
        for block in chapter.blocks
        if isinstance(block, Sentences)
        for sentence in block.sentences
    )

    assert "programmes, qpv: no file has this column" in said
    assert "communes, sru_deficit: no file has this column" in said


def test_a_commune_without_a_row_of_approvals_is_not_one_without_approvals(
    working: Report, public: Report
) -> None:
    for report, key in ((working, "low-rents"), (public, "rents-communes")):
        assert cells(report, key, HOSTILE)["PLAI approved"] == "not given"
        assert cells(report, key, FORMULA)["PLAI approved"] != "not given"


def test_what_one_run_does_not_tell_is_a_dash_beside_what_the_other_does(
    silent: Reopened, reopened: Reopened
) -> None:
    with spoken("en"):
        report = compose(subject_of(reopened, silent))
        other = compose(subject_of(silent, reopened))
    inside = cells(report, "kinds-of-place", "In a priority district (QPV)")

    assert (inside["attributions, run best"], inside["to ACI households, change"]) == (None, None)
    assert inside["attributions, plan"] is not None
    assert cells(report, "indicators", QPV_INDICATORS[0])["run best"] == "not given"
    assert len(table(other, "kinds-of-place").rows) == 2


def test_the_public_page_tells_only_what_both_runs_tell(
    silent: Reopened, reopened: Reopened
) -> None:
    subject = subject_of(reopened, silent)
    with spoken("en"):
        report = compose_public(heading(subject), subject)

    assert len(table(report, "kinds-of-place").rows) == 2
