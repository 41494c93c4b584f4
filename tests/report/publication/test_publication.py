"""What is hidden in tables small enough to be checked by hand, and how it is said."""

from fractions import Fraction

import pytest
from tests.report.publication.attacker import Tables, narrow, one_way, two_way

from repartition.language import spoken
from repartition.report.publication import (
    Hidden,
    Publication,
    PublicationError,
    hidden_note,
    hidden_summary,
)


def names(hidden: Hidden) -> set[str]:
    return {" ".join(key) for key in hidden.counts}


def test_a_count_of_ten_is_hidden_and_one_of_eleven_is_not() -> None:
    publication = Publication()
    publication.add(("ten",), 10)
    publication.add(("eleven",), 11)

    assert names(publication.hide()) == {"ten"}


def test_nobody_is_a_count_under_eleven_unless_nobody_could_be() -> None:
    publication = Publication()
    publication.add(("nobody",), 0)
    publication.add(("none built",), 0, impossible="no PLI was built there")

    hidden = publication.hide()

    assert names(hidden) == {"nobody"}
    assert hidden.impossible == {("none built",): "no PLI was built there"}


def test_what_follows_from_impossible_counts_is_no_secret_either() -> None:
    tables = one_way({"PLI": 0, "PLS": 0}, total="Druye")
    tables.impossible = {("PLI",), ("PLS",)}

    hidden = tables.publication().hide()

    # Druye = PLI + PLS, and neither is built there
    assert not hidden.counts
    assert hidden.impossible[("Druye",)] == ""


def test_a_share_tells_its_part_though_no_table_prints_it() -> None:
    tables = one_way({"few": 4, "other": 36}, total="part")
    publication = Publication()
    for key, count in tables.counts.items():
        publication.add(key, count, is_printed=key != ("part",))
    publication.relate(("part",), [("few",), ("other",)])
    publication.add(("whole",), 100)
    publication.share("share", ("part",), ("whole",))

    hidden = publication.hide()

    # 40 % of 100, less the 36 others, would be 4
    assert ("few",) in hidden.counts
    assert ("other",) in hidden.counts or hidden.figures


def test_the_parts_of_an_impossible_total_are_no_secret_either() -> None:
    tables = one_way({"PLI": 0, "PLS": 0}, total="Druye")
    tables.impossible = {("Druye",)}

    assert not tables.publication().hide().counts


def test_of_a_total_and_parts_the_smallest_that_is_enough_hides_with_a_small_one() -> None:
    # 352 − 310 − 38 would be 4
    tables = one_way({"Tours": 310, "La Riche": 4, "Fondettes": 38})

    assert names(tables.publication().hide()) == {"La Riche", "Fondettes"}


def test_two_small_counts_whose_sum_is_small_hide_a_third() -> None:
    # 357 − 310 − 40 = 7 households in two communes would be a cell of 7
    tables = one_way({"Tours": 310, "La Riche": 4, "Luynes": 3, "Fondettes": 40})

    assert names(tables.publication().hide()) == {"La Riche", "Luynes", "Fondettes"}


def test_two_small_counts_whose_sum_is_not_small_hide_nothing_more() -> None:
    # 0 to 11 for each of the two: 6 + 5 = 11
    tables = one_way({"Tours": 310, "La Riche": 6, "Luynes": 5})

    hidden = tables.publication().hide()

    assert names(hidden) == {"La Riche", "Luynes"}
    assert narrow(tables, hidden) == {}


def test_two_small_counts_whose_sum_is_ten_do_hide_one_more() -> None:
    tables = one_way({"Tours": 310, "La Riche": 5, "Luynes": 5})

    assert names(tables.publication().hide()) == {"La Riche", "Luynes", "Tours"}


def test_where_all_but_one_are_small_that_one_hides_rather_than_the_total() -> None:
    hidden = one_way({"a": 2, "b": 0, "c": 1, "large": 60}).publication().hide()

    assert names(hidden) == {"a", "b", "c", "large"}


def test_a_row_of_nobody_does_not_tell_that_it_is_one() -> None:
    # c1: 0 + 0 of 0; without more, the zero total would tell both
    tables = two_way([[40, 0, 50], [60, 0, 70]])

    hidden = tables.publication().hide()

    assert {"r0 c1", "r1 c1", "all c1"} <= names(hidden)
    assert narrow(tables, hidden) == {}


def test_a_total_under_eleven_hides_with_all_its_parts() -> None:
    tables = one_way({"in": 3, "out": 4}, total="Druye")
    tables.relate(tables.add(("all",), 207), [("Druye",), tables.add(("Tours",), 200)])

    hidden = tables.publication().hide()

    # 207 − 200 would be Druye
    assert {"in", "out", "Druye"} < names(hidden)
    assert narrow(tables, hidden) == {}


def test_one_small_count_of_a_table_with_two_margins_hides_four_corners() -> None:
    tables = two_way([[4, 30, 90], [50, 20, 80], [60, 70, 99]])

    hidden = tables.publication().hide()

    # 4 (3 digits), and the cheapest rectangle: 30, 50, 20 (5 + 6 + 5 binary digits)
    assert names(hidden) == {"r0 c0", "r0 c1", "r1 c0", "r1 c1"}


def test_a_margin_that_two_tables_share_is_one_count() -> None:
    tables = two_way([[5, 9], [400, 300], [200, 100]])
    two_way([[8, 6], [350, 350], [150, 150]], tables, name="other ")

    hidden = tables.publication().hide()

    assert {key for key, count in tables.counts.items() if count < 11} <= hidden.counts
    assert narrow(tables, hidden) == {}


def test_a_count_cannot_be_had_from_another_table_by_subtraction() -> None:
    tables = one_way({"Tours": 310, "La Riche": 4, "Fondettes": 38})
    # Tours and La Riche together stand in another table: 314 − 310 is 4 as well
    tables.relate(tables.add(("contrat de ville",), 314), [("Tours",), ("La Riche",)])

    hidden = tables.publication().hide()

    assert names(hidden) & {"Tours", "contrat de ville"}
    assert names(hidden) & {"Tours", "Fondettes", "all"}
    assert narrow(tables, hidden) == {}


def test_nested_totals_hide_a_count_on_every_level() -> None:
    tables = one_way({"Druye": 6, "Tours": 300}, total="métropole")
    tables.relate(tables.add(("Bléré",), 90), [tables.add(("a",), 40), tables.add(("b",), 50)])
    tables.relate(tables.add(("all",), 396), [("métropole",), ("Bléré",)])

    hidden = tables.publication().hide()

    assert names(hidden) == {"Druye", "Tours"}
    assert narrow(tables, hidden) == {}


def test_a_stock_and_its_flows_tell_what_a_table_of_them_tells() -> None:
    # end = start + new − housed
    publication = Publication()
    for name, count in {"start": 500, "new": 120, "housed": 7, "end": 613}.items():
        publication.add((name,), count)
    publication.relate(("end",), [("start",), ("new",)], less=[("housed",)])

    # the cheapest other one that is enough: 120, of 7 binary digits
    assert names(publication.hide()) == {"housed", "new"}


def test_a_change_hides_with_its_before_and_with_its_after() -> None:
    publication = Publication()
    for name, count in {"before": 30, "after": 8, "later": 60}.items():
        publication.add((name,), count)
    publication.figure("first change", [("before",), ("after",)])
    publication.figure("whole change", [("before",), ("later",)])

    assert publication.hide().figures == {"first change"}


def test_a_share_that_tells_how_few_are_left_hides() -> None:
    # 97 % of 300: 9 are not among them
    publication = Publication()
    publication.add(("housed",), 300)
    publication.add(("outside fragile",), 291)
    publication.share("share", ("outside fragile",), ("housed",))

    hidden = publication.hide()

    assert hidden.figures == {"share"}
    assert names(hidden) & {"housed", "outside fragile"}


def test_a_share_of_enough_in_enough_is_shown() -> None:
    publication = Publication()
    publication.add(("housed",), 300)
    publication.add(("outside fragile",), 289)  # 11 are not
    publication.share("share", ("outside fragile",), ("housed",))

    hidden = publication.hide()

    assert not hidden.figures
    assert not hidden.counts
    assert hidden.n_counts == 2  # what is left is printed nowhere


def test_a_share_hides_where_its_whole_alone_is_hidden() -> None:
    tables = one_way({"Tours": 296, "La Riche": 4, "Fondettes": 25})
    tables.shares = [(tables.add(("QPV",), 14), ("Fondettes",))]

    hidden = tables.publication().hide()

    # Fondettes hides with La Riche; 14 of its households, and the 11 others, are enough
    assert names(hidden) == {"La Riche", "Fondettes"}
    assert hidden.figures == {("share", ("QPV",))}


def test_a_count_that_is_added_again_keeps_what_was_said_of_it() -> None:
    publication = Publication()
    for is_printed in (True, False):
        publication.add(("PLI",), 0, impossible="none built" if is_printed else "")
        publication.add(("few",), 4, is_printed=is_printed)

    hidden = publication.hide()

    assert hidden.impossible == {("PLI",): "none built"}
    assert (hidden.n_counts, hidden.n_counts_small) == (2, 1)


@pytest.mark.parametrize(("part", "whole"), [(4, 300), (4, 9)])
def test_a_share_hides_with_its_part_and_with_its_whole(part: int, whole: int) -> None:
    publication = Publication()
    publication.add(("part",), part)
    publication.add(("whole",), whole)
    publication.share("share", ("part",), ("whole",))

    assert publication.hide().figures == {"share"}


def test_a_count_that_nobody_prints_is_protected_and_not_measured() -> None:
    publication = Publication()
    publication.add(("all",), 50)
    publication.add(("most",), 46)
    publication.add(("few",), 4, is_printed=False)
    publication.relate(("all",), [("most",), ("few",)])

    hidden = publication.hide()

    # few, and the cheaper of the two it could be had from: both have 6 binary digits
    assert ("few",) in hidden.counts
    assert (hidden.n_counts, hidden.n_counts_hidden, hidden.n_counts_small) == (2, 1, 0)
    assert hidden.share == Fraction(1, 2)


def test_another_threshold_is_another_width() -> None:
    publication = Publication(threshold=5)
    for name, count in {"a": 4, "b": 5, "c": 300, "all": 309}.items():
        publication.add((name,), count)
    publication.relate(("all",), [("a",), ("b",), ("c",)])

    assert names(publication.hide()) == {"a", "b"}


def test_a_count_that_the_relations_settle_takes_what_is_linked_to_it_along() -> None:
    # all = most + none and all = most: none is 0 whatever is hidden
    publication = Publication()
    for name, count in {"all": 50, "most": 50, "none": 0, "elsewhere": 20}.items():
        publication.add((name,), count)
    publication.relate(("all",), [("most",), ("none",)])
    publication.relate(("all",), [("most",)])

    hidden = publication.hide()

    assert hidden.withheld == hidden.counts == {("all",), ("most",), ("none",)}


def test_counts_that_contradict_one_another_are_refused() -> None:
    publication = Publication()
    publication.add(("all",), 50)
    publication.add(("part",), 20)

    with pytest.raises(PublicationError, match="counted twice"):
        publication.add(("all",), 51)
    with pytest.raises(PublicationError, match="no count"):
        publication.add(("other",), -1)
    with pytest.raises(PublicationError, match="nobody could be"):
        publication.add(("other",), 3, impossible="none built")
    with pytest.raises(PublicationError, match="-30 more"):
        publication.relate(("all",), [("part",)])
    with pytest.raises(PublicationError, match="stands twice"):
        publication.relate(("all",), [("part",), ("all",)])
    with pytest.raises(PublicationError, match="not been added"):
        publication.relate(("all",), [("nowhere",)])
    with pytest.raises(PublicationError, match="not been added"):
        publication.figure("mean", [("nowhere",)])
    with pytest.raises(PublicationError, match="no count"):
        publication.share("share", ("all",), ("part",))
    with pytest.raises(PublicationError, match="threshold"):
        Publication(threshold=0)


def test_an_empty_publication_hides_nothing() -> None:
    hidden = Publication().hide()

    assert not hidden.counts
    assert hidden.share == 0


def test_what_is_hidden_is_said_and_counted() -> None:
    hidden = (
        Tables(
            counts={("a",): 4, ("b",): 20, ("all",): 24},
            relations=[{("all",): -1, ("a",): 1, ("b",): 1}],
        )
        .publication()
        .hide()
    )

    with spoken("en"):
        assert hidden_note(threshold=11) == (
            "n.c.: not communicated. Fewer than 11 households, or a figure from which such a "
            "count could be worked out."
        )
        assert hidden_summary(hidden) == (
            "2 counts of 3 are not communicated (66.7%), 1 of them only to protect others."
        )
    with spoken("fr"):
        assert hidden_note(threshold=11).startswith("n.c.\u00a0: non communiqué.")
