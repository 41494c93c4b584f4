"""Invented families, each a case of the law; ``golden/families.xml`` is their export.

Written again by ``python -m tests.importers.sne.families`` from the root of the repository; the
table beside it is written by hand.
"""

from pathlib import Path

from tests.importers.sne.exports import Adult, Child, Request, export

GOLDEN = Path(__file__).parent / "golden"

_NO_TAX: tuple[tuple[int, str], ...] = ()
_SAME = ((2025, "12000"), (2024, "12000"))

FAMILIES = (
    # One person, 45 years. N-1 is lower than N-2 by 10 %: 13 500 ≤ 0.9 × 15 000.
    Request("037032601000000001", applicant=Adult(taxed=((2025, "13500"), (2024, "15000")))),
    # A young couple: 26 + 28 = 54 years on 1 March 2026. 15 000 + 9 000; N-1 is 24 000 too.
    Request(
        "037032601000000002",
        applicant=Adult("1999-06-01", taxed=((2025, "15000"), (2024, "15000"))),
        co_holders=(
            Adult("1997-06-01", "P", ((2025, "9000"), (2024, "9000")), (("CHO", "750.50"),)),
        ),
        typologies=("T2", "T3"),
        communes=("37261", "37122"),
    ),
    # The same a year older each: 27 + 29 = 56.
    Request(
        "037032601000000003",
        applicant=Adult("1998-06-01", taxed=_SAME),
        co_holders=(Adult("1996-06-01", "C", _SAME),),
    ),
    # One adult, three children: 15 years, 13 years, and one of unknown age. 600 + 300 + 450,75.
    Request(
        "037032601000000004",
        applicant=Adult(resources=(("SAL", "600"), ("AF", "300"), ("RSA", "450,75"))),
        dependants=(Child("2010-09-01"), Child("2012-09-01"), Child("")),
        communes=("37233",),
        typologies=("T4", "T6P"),
    ),
    # One adult; a child every other week, another who visits.
    Request("037032601000000005", in_custody=(Child("2014-01-01", "G"), Child("2016-01-01", "D"))),
    # A couple and twins to be born in May: four persons, two for the ceilings.
    Request(
        "037032601000000006",
        co_holders=(Adult("1982-03-03", taxed=_NO_TAX, resources=()),),
        unborn="2",
        due_on="2026-05-01",
    ),
    # A couple of 60; AAH is a sign of disability: category 3 instead of 2. APL is no resource.
    Request(
        "037032601000000007",
        applicant=Adult("1966-01-01", resources=(("AAH", "1016.05"), ("APL", "250"))),
        co_holders=(Adult("1966-01-01", taxed=_NO_TAX, resources=()),),
    ),
    # One adult with five children: 6 persons; above category 6 by one, which the category left
    # empty says. No reference income: 12 × the taxable 800 of 1 400.
    Request(
        "037032601000000008",
        applicant=Adult(taxed=_NO_TAX, resources=(("SAL", "800"), ("RSA", "600"))),
        dependants=tuple(Child(f"20{year}-01-15") for year in (13, 15, 17, 19, 21)),
    ),
    # Two friends who share a lease, 20 years each: no couple, so not a young one.
    Request(
        "037032601000000009",
        applicant=Adult("2005-06-01", taxed=_SAME),
        co_holders=(Adult("2005-06-01", "L", _SAME),),
    ),
    # The partner does not say N-1: nobody knows whether it is lower. 12 000 + 10 000.
    Request(
        "037032601000000010",
        applicant=Adult(taxed=((2025, "6000"), (2024, "12000"))),
        co_holders=(Adult(taxed=((2025, ""), (2024, "10000"))),),
    ),
    # A dependant's own allowance is income of the household: 1 250 + 100.
    Request(
        "037032601000000011",
        dependants=(Child("2006-01-01"),),
        resources_of_dependants=(("BE", "100"),),
    ),
    # Dropped: the number of the first again.
    Request("037032601000000001"),
    # Dropped: nobody applies.
    Request("037032601000000012", applicant=None),
    # Dropped: no day.
    Request("037032601000000013", requested_on="soon"),
)


if __name__ == "__main__":
    (GOLDEN / "families.xml").write_bytes(export(FAMILIES))
