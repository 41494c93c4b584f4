"""What is written down before anything is hidden: counts, and what ties them."""

from fractions import Fraction
from pathlib import Path

import pytest
from tests.report.office import aci, attributions, count, fragile
from tests.report.public.conftest import Published
from tests.report.public.journalist import HIDDEN, investigate, tables_of, whole_number

from repartition.pipeline import Reopened, reopen
from repartition.report.document import Column, Table, Unit
from repartition.report.figures.crossed import Crossed, crossed
from repartition.report.figures.flows import flows_of
from repartition.report.making import heading, subject_of
from repartition.report.public import compose_public
from repartition.report.public.composing import count_all
from repartition.report.public.ledger import Ledger, Told
from repartition.report.public.moves import change_key, offer_key
from repartition.report.public.places import BEFORE, PLAN, place_key
from repartition.report.publication import Key, PublicationError

pytestmark = pytest.mark.xdist_group("published")  # the year is solved once, for all of them


def written(**counts: int) -> Ledger:
    """Return a ledger of counts that nothing ties yet."""
    ledger = Ledger()
    for name, number in counts.items():
        ledger.count((name,), number)
    return ledger


def test_a_share_of_what_is_no_part_is_refused() -> None:
    ledger = written(part=20, whole=40)

    with pytest.raises(PublicationError, match="not known as a part"):
        ledger.share(("part",), ("whole",))


def test_a_count_told_by_its_share_protects_nothing() -> None:
    # 30 of 100 is shown as a share: with 26 beside it the 4 that is left is known.
    ledger = written(whole=100, part=30, large=26, small=4)
    ledger.rest(("whole",), [("part",)], name=("others",))
    ledger.sum(("part",), [("large",), ("small",)])

    def cells() -> list[object]:
        counts = [ledger.cell((name,)) for name in ("whole", "large", "small")]
        return [ledger.share(("part",), ("whole",)), *counts]

    assert HIDDEN not in cells()
    ledger.close()
    share, whole, large, small = cells()

    assert small == HIDDEN
    assert HIDDEN in {share, large}
    assert whole == Told(100, Unit.COUNT)


def test_nothing_is_printed_that_was_not_declared() -> None:
    ledger = written(one=20, other=30)
    ledger.cell(("one",))
    ledger.close()

    with pytest.raises(PublicationError, match="printed, and not declared"):
        ledger.cell(("other",))


def test_a_share_of_nobody_does_not_say_that_there_is_nobody() -> None:
    ledger = written(aci=0, all=0)
    ledger.rest(("all",), [("aci",)], name=("others",))
    ledger.share(("aci",), ("all",))
    ledger.close()

    assert ledger.share(("aci",), ("all",)) == HIDDEN


def test_a_share_of_nobody_where_nobody_could_be_is_a_dash() -> None:
    ledger = Ledger()
    for name in ("aci", "all"):
        ledger.count((name,), 0, impossible="no dwelling")
    ledger.rest(("all",), [("aci",)], name=("others",), impossible="no dwelling")
    for _reading in range(2):
        told = ledger.share(("aci",), ("all",)), ledger.cell(("all",))
        ledger.close()

    assert told == (Told(None, Unit.SHARE), Told(0, Unit.COUNT, "no dwelling"))


def test_places_are_crossed_as_the_files_say(office: Path, reopened: Reopened) -> None:
    rows = attributions(office / "runs" / "best")
    instance, plan = reopened.outcome.instance, reopened.outcome.plan
    column = instance.where_view().column("programme.commune")
    assert column is not None
    found = crossed(instance, plan, column)

    for commune in ("37261", "37109"):
        here = [row for row in rows if row["commune"] == commune]
        assert found[commune] == Crossed(
            aci_sound=count(here, lambda row: aci(row) and not fragile(row)),
            aci_fragile=count(here, lambda row: aci(row) and fragile(row)),
            other_sound=count(here, lambda row: not aci(row) and not fragile(row)),
            other_fragile=count(here, lambda row: not aci(row) and fragile(row)),
            has_sound=True,
            # Le Clos in 37109 has no degree
            has_fragile=commune == "37261",
        )
    assert "99001" not in found  # no dwelling at all


def test_what_a_hand_back_moves_is_known_on_both_sides(reopened: Reopened) -> None:
    flows = flows_of(reopened.outcome.instance, reopened.outcome.plan)

    # The one transfer takes from the State what it gives to the commune.
    assert flows.through == {("etat_prioritaires", "commune"): 1}
    assert flows.received("commune") == flows.handed_back("etat_prioritaires") == 1
    assert flows.received("etat_prioritaires") == flows.handed_back("commune") == 0
    assert sum(map(flows.charged, flows.kinds)) == len(reopened.outcome.plan)


def test_an_office_of_eight_dwellings_publishes_no_count_of_a_household(
    reopened: Reopened,
) -> None:
    subject = subject_of(reopened)
    report = compose_public(heading(subject), subject)

    told = [
        (table.key, cell)
        for table in report.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Told) and cell.unit is Unit.COUNT
    ]
    # What shows: zeros where nobody could be, those who live there today, dwellings approved.
    shown = {table: {cell.value for key, cell in told if key == table} for table, _cell in told}
    assert shown.pop("occupation") == {100, 40, 50}
    assert shown.pop("rents-communes") == {7}  # of the other communes nothing is said
    assert shown.pop("indicators") == {7}
    assert {table: values for table, values in shown.items() if values != {0}} == {}
    assert "outside fragile programmes: n.c. (n.c.)" in str(report.chapters[0].blocks[0])


def test_households_kept_out_are_tied_to_both_plans(tours: Published) -> None:
    ledger = count_all(tours.subject).ledger

    def value(*key: str) -> int:
        return ledger.value(key)

    for who in ("aci", "other"):
        kept = value(*offer_key(who, "kept-out"))
        stays = value(*offer_key(who, "stays"))
        assert value(*place_key(BEFORE, f"{who}-fragile")) == kept + stays
        comes = value(*offer_key(who, "comes"))
        assert value(*place_key(PLAN, f"{who}-fragile")) == stays + comes


def test_against_another_run_what_changes_is_tied_too(against: Published) -> None:
    ledger = count_all(against.subject).ledger

    def value(key: Key) -> int:
        return ledger.value(key)

    same, moved, gained, lost = (
        value(change_key(what)) for what in ("same", "moved", "gained", "lost")
    )
    assert same + moved + gained == value(place_key(PLAN, "attributions"))
    assert same + moved + lost == value(place_key(BEFORE, "attributions"))
    given = sum(
        value(offer_key(who, what))
        for who in ("aci", "other")
        for what in ("same-commune", "other-commune")
    )
    assert value(change_key("moved-elsewhere")) == moved - given


def test_against_another_run_no_hidden_count_is_pinned_down(against: Published) -> None:
    table = tables_of(against.page)["difference"]
    seen = investigate(against.page, ("run usual", "plan"))
    row = iter(table.rows)
    same, moved, gained, lost = (
        seen.read(("difference", name), "difference", name, "number")
        for name in (next(row), next(row), next(row), next(row))
    )
    seen.add_up(("plan", "attributions", "in all"), [same, moved, gained])
    seen.add_up(("run usual", "attributions", "in all"), [same, moved, lost])

    assert all(whole_number(text[0]) not in range(1, 11) for text in table.rows.values())
    assert seen.cells
    assert seen.pinned() == {}


def test_a_number_that_is_not_the_ledgers_is_refused(
    tours: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repartition.report.document import Chapter
    from repartition.report.public import composing

    def careless(_draft: object) -> Chapter:
        columns = (Column(""), Column("households", Unit.COUNT))
        return Chapter("c", "c", (Table("t", "t", columns, (("row", Fraction(12)),)),))

    monkeypatch.setattr(composing, "PUBLIC_CHAPTERS", (careless,))
    with pytest.raises(AssertionError, match="not the ledger's"):
        compose_public(heading(tours.subject), tours.subject)


def test_usual_practice_alone_is_compared_with_nothing(office: Path) -> None:
    run = reopen(office / "runs" / "usual")
    report = compose_public(heading(subject_of(run)), subject_of(run))

    # Usual practice has nothing to be compared with: no column of changes.
    columns = [column.title for table in report.tables for column in table.columns]
    assert "change" not in columns
    assert "offers" not in {table.key for table in report.tables}
