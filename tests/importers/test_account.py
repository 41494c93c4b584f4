"""The account of an import says how often and where, and never grows with the file."""

from repartition.importers.account import Account


def test_the_first_places_are_named_and_the_others_counted() -> None:
    account = Account()
    for line in range(1, 8):
        account.drop("too old", f"line {line}")
    account.odd("too young", "line 9")

    assert account.dropped["too old"].count == 7
    assert account.dropped["too old"].places == [f"line {line}" for line in range(1, 6)]
    lines = list(account.lines())
    assert "- 7 rows dropped: too old (line 1, line 2, line 3, line 4, line 5, …)" in lines
    assert "- too young: 1 (line 9)" in lines


def test_of_a_column_of_anything_only_some_codes_are_listed_each_cut_short() -> None:
    account = Account()
    for number in range(60):
        account.unknown_code("kind", f"{number:02d}" + "x" * 50, f"line {number}", "read as empty")

    codes = [code for _column, code, _treated in account.unknown_codes]
    assert len(codes) == 51
    assert codes[0] == "00" + "x" * 38
    assert account.unknown_codes["kind", "…", "read as empty"].count == 10


def test_a_name_left_out_and_a_remark_are_said_once() -> None:
    account = Account()
    for _again in range(2):
        account.leave_out("nationalite")
        account.remark("Look at this.")

    assert account.names_left_out == ["nationalite"]
    assert account.remarks == ["Look at this."]
    assert account.as_json()["left_out"] == ["nationalite"]
