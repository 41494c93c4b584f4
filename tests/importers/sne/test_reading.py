"""One request at a time: what an odd or incomplete one becomes, and what is said of it."""

from datetime import date
from pathlib import Path

import pytest
from tests.importers.sne.conftest import Read, Refusal
from tests.importers.sne.exports import Adult, Child, Request, export

from repartition.errors import InputError
from repartition.importers.files import SourceFile
from repartition.importers.sne import Requests, read_requests

NO_TAX = ((2025, ""), (2024, ""))


def cell(found: Requests, column: str) -> str:
    assert len(found.table) == 1
    return found.table.columns[column][0]


def odd(found: Requests) -> list[str]:
    return list(found.account.odd_figures)


def unknown(found: Requests) -> list[tuple[str, str, str]]:
    return list(found.account.unknown_codes)


def with_tax(*taxed: tuple[int, str]) -> Request:
    return Request(applicant=Adult(taxed=taxed))


TAXED = [
    # N-1 and N-2 as given, the reference day in 2026: what is written, whether it is pointed out
    (((2025, "15000"), (2024, "14000.50")), "14000.50", False),
    (((2025, "9000"),), "9000", True),  # only N-1
    (((2024, "9000"), (2023, "20000")), "9000", False),  # written in 2025: its N-1 is our N-2
    (((2023, "9000"), (2022, "20000")), "9000", True),  # older: the latest
    (((2025, "n/a"), (2024, "20000")), "20000", True),
]


@pytest.mark.parametrize(("taxed", "written", "is_odd"), TAXED)
def test_years_are_those_of_the_reference_day(
    read: Read, taxed: tuple[tuple[int, str], ...], written: str, is_odd: bool
) -> None:
    found = read(with_tax(*taxed))
    assert cell(found, "reference_income") == written
    assert bool(odd(found)) == is_odd


def test_an_income_without_its_year_is_that_of_its_element(read: Read) -> None:
    found = read(with_tax((0, "")), data=b"")
    assert odd(found) == [
        "no reference income is given: twelve times what is taxable in a month is written"
    ]
    text_year = Request(applicant=Adult(taxed=((99999, "8000"), (99999, "10000"))))
    found = read(text_year)
    assert cell(found, "reference_income") == "8000"  # lower than N-2 by a fifth
    assert odd(found) == ["an income is given without its year: that of the element is taken"]


INCOMPLETE = (
    "a resource has no amount from 0 to a thousand million: it is left out, and the income of the "
    "month is incomplete"
)
AMOUNTS = [
    ("1250", "1250"),
    ("1 250,5", "1250.50"),
    ("0.005", "0.01"),  # halves away from zero, to the cent
    ("0", "0"),
    ("999999999", "999999999"),
]


@pytest.mark.parametrize(("written", "read_as"), AMOUNTS)
def test_amounts_are_read_to_the_cent(read: Read, written: str, read_as: str) -> None:
    found = read(Request(applicant=Adult(resources=(("SAL", written),))))
    assert cell(found, "monthly_income") == read_as


@pytest.mark.parametrize("amount", ["-5", "1e9", "1000000001", "9" * 40, "NaN", "٣"])
def test_an_amount_that_is_none_is_left_out_and_pointed_out(read: Read, amount: str) -> None:
    found = read(Request(applicant=Adult(resources=(("SAL", amount), ("AF", "100")))))
    assert cell(found, "monthly_income") == "100"
    assert odd(found) == [INCOMPLETE]
    places = [finding.places for finding in found.account.odd_figures.values()]
    assert places == [["request 1, line 4"]]


def test_a_resource_without_an_amount_leaves_the_income_incomplete_and_is_pointed_out(
    read: Read,
) -> None:
    found = read(Request(applicant=Adult(resources=(("SAL", ""), ("AF", "100"), ("APL", "")))))
    assert cell(found, "monthly_income") == "100"
    assert [(what, each.count) for what, each in found.account.odd_figures.items()] == [
        (INCOMPLETE, 1)  # housing benefit is no income, whatever it says
    ]


def test_a_reference_income_that_is_no_number_is_left_out_and_pointed_out(read: Read) -> None:
    found = read(with_tax((2025, "12000"), (2024, "-1")))
    assert odd(found)[0] == "an amount is no number from 0 to a thousand million: it is left out"


def test_a_request_without_a_resource_has_no_income_and_is_pointed_out(read: Read) -> None:
    found = read(Request(applicant=Adult(resources=(), taxed=NO_TAX)))
    assert (cell(found, "monthly_income"), cell(found, "reference_income")) == ("0", "0")
    assert odd(found) == ["no income at all is stated: 0 is written, and incomes_stated is false"]


MONTHS = [
    # resources, reference incomes: the month and the year that are written
    ((), ((2025, "40000"), (2024, "40000")), "3333.33", "40000"),  # rounded down to the cent
    ((), ((2025, "11000"), (2024, "15000")), "916.66", "11000"),  # N-1 is lower by a tenth
    ((("APL", "300"),), ((2025, ""), (2024, "12000")), "1000", "12000"),  # benefit is no income
    ((), ((2025, ""), (2024, "0")), "0", "0"),  # a reference income of nothing is stated
    ((("SAL", "0"),), ((2025, ""), (2024, "12000")), "0", "12000"),  # nothing a month is, too
]


@pytest.mark.parametrize(("resources", "taxed", "month", "year"), MONTHS)
def test_a_twelfth_of_the_reference_income_stands_in_for_a_month_that_nobody_states(
    read: Read,
    resources: tuple[tuple[str, str], ...],
    taxed: tuple[tuple[int, str], ...],
    month: str,
    year: str,
) -> None:
    found = read(Request(applicant=Adult(resources=resources, taxed=taxed)))
    assert (cell(found, "monthly_income"), cell(found, "reference_income")) == (month, year)
    assert cell(found, "incomes_stated") == "true"
    said = "no resource of the month is stated: a twelfth of the reference income is written"
    places = [finding.places for what, finding in found.account.odd_figures.items() if what == said]
    assert places == ([["request 1, line 4"]] if ("SAL", "0") not in resources else [])


def test_the_reference_incomes_of_a_couple_stand_in_together(read: Read) -> None:
    half = ((2025, "20000"), (2024, "20000"))
    couple = Request(
        applicant=Adult(taxed=half, resources=()), co_holders=(Adult(taxed=half, resources=()),)
    )
    found = read(couple)
    assert cell(found, "monthly_income") == "3333.33"


GIVEN = [
    # resources, taxed incomes, whether any income is known: one of nothing is
    ((), NO_TAX, "false"),
    ((("SAL", "n/a"),), ((2025, "?"), (2024, "")), "false"),
    ((("APL", "300"),), NO_TAX, "false"),
    ((("SAL", "0"),), NO_TAX, "true"),
    ((), ((2025, ""), (2024, "0")), "true"),
    ((("SAL", "900"),), ((2025, "9000"), (2024, "9000")), "true"),
]


@pytest.mark.parametrize(("resources", "taxed", "is_given"), GIVEN)
def test_whether_any_income_is_stated_is_a_column(
    read: Read,
    resources: tuple[tuple[str, str], ...],
    taxed: tuple[tuple[int, str], ...],
    is_given: str,
) -> None:
    found = read(Request(applicant=Adult(resources=resources, taxed=taxed)))
    assert cell(found, "incomes_stated") == is_given


def test_two_incomes_of_one_year_are_pointed_out_and_the_higher_is_taken(read: Read) -> None:
    for taxed in (((2024, "9000"), (2024, "12000")), ((2024, "12000"), (2024, "9000"))):
        found = read(with_tax(*taxed))
        assert cell(found, "reference_income") == "12000"
        assert odd(found) == [
            "a person says two reference incomes of one year: the higher is taken"
        ]
    assert odd(read(with_tax((2024, "9000"), (2024, "9000")))) == []


@pytest.mark.parametrize("code", ["APL", "AL", "ALF", "ALS"])
def test_housing_benefit_is_no_income(read: Read, code: str) -> None:
    found = read(Request(applicant=Adult(resources=(("SAL", "900"), (code, "300")))))
    assert cell(found, "monthly_income") == "900"
    assert unknown(found) == []


@pytest.mark.parametrize(("amount", "category"), [("1016", "2"), ("0", "")])
def test_an_allowance_of_nothing_is_no_sign_of_a_disability(
    read: Read, amount: str, category: str
) -> None:
    found = read(Request(applicant=Adult(resources=(("AAH", amount),))))
    assert cell(found, "ceiling_category") == category


def test_an_unknown_resource_counts_and_is_named(read: Read) -> None:
    found = read(Request(applicant=Adult(resources=(("SAL", "900"), ("PA", "170")))))
    assert cell(found, "monthly_income") == "1070"
    assert unknown(found) == [("monthly_income", "PA", "it is counted as income")]


def test_figures_too_large_to_be_meant_are_kept_and_pointed_out(read: Read) -> None:
    rich = Adult(resources=(("SAL", "20000.01"),), taxed=((2025, "200001"), (2024, "200001")))
    found = read(Request(applicant=rich))
    assert (cell(found, "monthly_income"), cell(found, "reference_income")) == (
        "20000.01",
        "200001",
    )
    assert odd(found) == [
        "the resources are above 20000 euros a month: is it a year?",
        "a reference income is above 200000 euros a year",
    ]
    usual = Adult(resources=(("SAL", "20000"),), taxed=((2025, "200000"), (2024, "200000")))
    assert odd(read(Request(applicant=usual))) == []


@pytest.mark.parametrize("number", ["1", "0" * 19])
def test_a_number_of_another_length_is_kept_and_pointed_out(read: Read, number: str) -> None:
    found = read(Request(number=number))
    assert cell(found, "household") == number
    assert odd(found) == ["the number of the request has not 18 characters"]


def test_a_request_without_its_number_is_dropped(read: Read) -> None:
    found = read(Request(number=""), Request())
    assert cell(found, "household") == Request().number
    assert list(found.account.dropped) == ["the request has no number"]


def test_a_request_made_after_the_reference_day_is_pointed_out(read: Read) -> None:
    assert odd(read(Request(requested_on="2026-03-02"))) == [
        "the request is later than the reference day"
    ]
    assert odd(read(Request(requested_on="2026-03-01T23:59:00"))) == []


@pytest.mark.parametrize(("day", "rows"), [("1969-12-31", 0), ("0001-01-01", 0), ("1970-01-01", 1)])
def test_a_day_before_1970_is_none_of_a_request(read: Read, day: str, rows: int) -> None:
    found = read(Request(requested_on=day))
    assert len(found.table) == rows
    assert list(found.account.dropped) == ["the request has no day that can be read"] * (1 - rows)


@pytest.mark.parametrize(("children", "is_odd"), [(14, False), (15, True)])
def test_more_than_fifteen_persons_are_pointed_out(read: Read, children: int, is_odd: bool) -> None:
    found = read(Request(dependants=(Child(),) * children))
    assert cell(found, "persons") == str(children + 1)
    assert odd(found) == ["more than 15 persons"] * is_odd


def test_a_ceiling_that_a_table_cannot_say_is_pointed_out(read: Read) -> None:
    twins = Request(dependants=(Child(),) * 4, unborn="2")
    found = read(twins)
    assert cell(found, "ceiling_category") == "6"
    assert odd(found) == [
        "children to be born raise the income ceiling beyond what the law says for a household of "
        "more than six: the table cannot say it otherwise"
    ]
    assert odd(read(Request(dependants=(Child(),) * 6))) == []


def test_every_row_knows_where_its_request_stands(read: Read) -> None:
    found = read(Request("1" * 18), Request(""), Request("3" * 18))
    assert found.table.places == ("request 1, line 4", "request 3, line 6")


BORN = [("2026-03-02", True), ("2026-03-01", False), ("1911-03-01", True), ("1911-03-02", False)]


@pytest.mark.parametrize(("born", "is_odd"), BORN)
def test_a_day_of_birth_that_cannot_be_meant_is_pointed_out(
    read: Read, born: str, is_odd: bool
) -> None:
    found = read(Request(dependants=(Child(born),)))
    assert cell(found, "persons") == "2"
    assert bool(odd(found)) == is_odd


UNBORN = [("1", 3), ("2", 4), ("0", 2), ("10", 2), ("-1", 2), ("two", 2)]


@pytest.mark.parametrize(("number", "persons"), UNBORN)
def test_children_to_be_born_are_counted_up_to_nine(read: Read, number: str, persons: int) -> None:
    found = read(Request(co_holders=(Adult(),), unborn=number))
    assert cell(found, "persons") == str(persons)
    assert bool(odd(found)) == (number in {"10", "-1", "two"})


@pytest.mark.parametrize(("due_on", "persons"), [("2026-06-01", "2"), ("", "1")])
def test_a_birth_that_is_expected_is_of_one_child_where_no_number_is_said(
    read: Read, due_on: str, persons: str
) -> None:
    text = export([Request(unborn="7", due_on=due_on)]).replace(b"<n:nombre>7</n:nombre>", b"")
    found = read(data=text)
    assert cell(found, "persons") == persons
    assert odd(found) == [
        "a birth is expected, and not of how many children: one is counted"
    ] * bool(due_on)


YOUNG = [("2013-02-01", True), ("2010-03-02", True), ("2010-03-01", False), ("1980-01-01", False)]


@pytest.mark.parametrize(("born", "is_odd"), YOUNG)
def test_a_child_who_applies_is_pointed_out(read: Read, born: str, is_odd: bool) -> None:
    said = ["whoever would hold the lease is under 16"] * is_odd
    assert odd(read(Request(applicant=Adult(born)))) == said
    assert odd(read(Request(co_holders=(Adult(born),)))) == said
    assert odd(read(Request(dependants=(Child(born),)))) == []


SECOND = [
    # days of two requests of one number: the one that stays, and why the other does not
    ("2024-01-01", "2025-01-01", 1, "a later request has the same number"),
    ("2025-01-01", "2024-01-01", 0, "a later request has the same number"),
    ("2025-01-01", "2025-01-01", 0, "another request before it has the same number"),
    ("2025-01-01", "soon", 0, "the request has no day that can be read"),
]


@pytest.mark.parametrize(("first", "second", "stays", "reason"), SECOND)
def test_of_two_requests_of_one_number_the_later_stays(
    read: Read, first: str, second: str, stays: int, reason: str
) -> None:
    other = Request("9" * 18, communes=("37050",))
    found = read(
        Request(requested_on=first, communes=("37261",), applicant=Adult(resources=())),
        Request(requested_on=second, communes=("37122",), dependants=(Child(),), lives_in="37122"),
        other,
    )
    assert found.table.columns["communes"] == [("37261", "37122")[stays], "37050"]
    assert found.table.columns["persons"] == [("1", "2")[stays], "1"]
    assert found.facts["lives_in"] == [("37261", "37122")[stays], "37261"]
    places = ("request 1, line 4", "request 2, line 5")
    assert found.table.places == (places[stays], "request 3, line 6")
    assert (found.account.rows_read, found.account.rows_kept) == (3, 2)
    assert {why: each.places for why, each in found.account.dropped.items()} == {
        reason: [places[1 - stays]]
    }
    assert bool(odd(found)) is (stays == 0)  # what stands in is said of the request that stays


def test_codes_that_no_list_has_are_named_and_read_as_the_report_says(read: Read) -> None:
    found = read(
        Request(
            co_holders=(Adult(link="Z"),),
            in_custody=(Child(custody="Z"),),
            typologies=("T2", "T7"),
            communes=("37261", "TOURS", "2A004"),
            lives_in="3726",
        )
    )
    assert unknown(found) == [
        ("custody", "Z", "a child with a right to visit"),
        ("link", "Z", "someone who shares the lease, not the partner"),
        ("commune", "TOURS", "a wish outside the dataset"),
        ("typology", "T7", "it is not read"),
        ("lives_in", "3726", "it is not read"),
    ]
    assert cell(found, "communes") == "37261|?|2A004"
    assert (cell(found, "typology_min"), cell(found, "typology_max")) == ("T2", "T2")
    assert found.facts["lives_in"] == [""]


@pytest.mark.parametrize(("code", "said"), [("XX", "XX"), ("", "")])
def test_a_wish_that_cannot_be_read_is_no_wish_for_anywhere(
    read: Read, code: str, said: str
) -> None:
    found = read(Request(communes=(code,)))
    assert cell(found, "communes") == "?"
    assert unknown(found) == [("commune", said, "a wish outside the dataset")]
    assert cell(read(Request(communes=())), "communes") == ""


def test_wishes_keep_their_order_and_are_said_once(read: Read) -> None:
    found = read(Request(communes=("37261", "37050", "37261"), typologies=("T6P", "C", "T3")))
    assert cell(found, "communes") == "37261|37050"
    assert (cell(found, "typology_min"), cell(found, "typology_max")) == ("T1", "T6 et plus")


@pytest.mark.parametrize("kind", ["RAD", "SUP"])
def test_a_file_of_requests_struck_off_is_refused(refusal: Refusal, kind: str) -> None:
    assert refusal(Request(), kind=kind) == (
        "export.xml: this file lists requests struck off, it is no export of requests: "
        "import the export of requests in force, which no longer has them"
    )


def test_a_file_of_another_kind_holds_requests_in_force(read: Read) -> None:
    assert cell(read(Request(), kind="MOD"), "active") == "true"


def test_a_file_without_its_day_needs_one(read: Read, refusal: Refusal) -> None:
    assert refusal(Request(), day="") == (
        "export.xml: the file does not say of which day it is: "
        "give with --on the day ages and incomes are to be looked at"
    )
    assert read(Request(), day="", on=date(2026, 1, 1)).on == date(2026, 1, 1)


def test_elements_that_nothing_is_known_of_are_named_once(read: Read) -> None:
    more = "<n:statutDalo code='ACTIF'/>"
    found = read(Request(more=more), Request("037032501234500002", more=more))
    assert found.account.remarks[0] == (
        "Elements that nothing is known of, not read: statutDalo (line 4)."
    )


def test_what_no_text_confirms_is_said(read: Read) -> None:
    assert read(Request()).account.remarks == [
        "Definitions of the household that no text confirms as they are applied: "
        "children to be born, the signs of a disability (docs/decisions/017-sne.md)."
    ]


def test_several_requests_in_one_element_are_all_read(read: Read) -> None:
    data = export([Request("1" * 18), Request("2" * 18)])
    joined = data.replace(b"</n:demande>\n<n:demande>", b"")
    assert joined.count(b"<n:demande>") == 1
    assert read(data=joined).table.columns["household"] == ["1" * 18, "2" * 18]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.xml: the file cannot be read"):
        read_requests(SourceFile(tmp_path / "none.xml", "none.xml", ""))
