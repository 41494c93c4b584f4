"""Exports of the register, of invented persons, as the public description has them.

Everything that may not be read is there as well, marked: each name, each telephone number, each
nationality holds :data:`SECRET`.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://nuu.application.i2/"
SECRET = "SECRET"
DAY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Adult:
    """The applicant, or someone who would hold the lease with him."""

    born: str = "1980-06-15"
    link: str = "M"
    taxed: tuple[tuple[int, str], ...] = ((2025, "15000"), (2024, "15000"))
    """Years and amounts, N-1 then N-2; an empty amount is left out."""
    resources: tuple[tuple[str, str], ...] = (("SAL", "1250"),)
    work: str = "CDI"
    works_in: str = "37050"


@dataclass(frozen=True, slots=True)
class Child:
    """A dependant, or a child in custody (``G``) or with a right to visit (``D``)."""

    born: str = "2016-09-01"
    custody: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    number: str = "037032501234500001"
    requested_on: str = "2025-02-10"
    applicant: Adult | None = field(default_factory=Adult)
    co_holders: tuple[Adult, ...] = ()
    dependants: tuple[Child, ...] = ()
    in_custody: tuple[Child, ...] = ()
    unborn: str = ""
    due_on: str = ""
    lives_in: str = "37261"
    housing: tuple[str, ...] = ("LP",)
    typologies: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    widened: str = "false"
    resources_of_dependants: tuple[tuple[str, str], ...] = ()
    more: str = ""
    """XML put before the end of the request."""


def export(
    requests: Iterable[Request],
    *,
    day: str = "2026-03-01T08:00:00.000+01:00",
    version: str = "02.00",
    namespace: str = NAMESPACE,
    encoding: str = "UTF-8",
    kind: str = "",
    before: str = "",
) -> bytes:
    """Return the bytes of an export; ``before`` stands between the declaration and the root."""
    text = "".join(
        parts(
            requests,
            day=day, version=version, namespace=namespace, encoding=encoding, kind=kind,
            before=before,
        )
    )  # fmt: skip
    return text.encode(encoding, errors="xmlcharrefreplace")


def parts(
    requests: Iterable[Request],
    *,
    day: str,
    version: str = "02.00",
    namespace: str = NAMESPACE,
    encoding: str = "UTF-8",
    kind: str = "",
    before: str = "",
) -> Iterator[str]:
    """Yield the text of an export, request by request."""
    yield f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n{before}'
    yield f'<n:interfaceNuu versionInterface="{version}" xmlns:n="{namespace}">\n'
    yield _part("entete", _leaf("dateFichier", day), _leaf("typeFichier", kind))
    for request in requests:
        yield "\n" + _part("demande", _request(request))
    yield "\n</n:interfaceNuu>\n"


def draw(number: int, generator: random.Random) -> Request:
    """Return an invented request of some hundred elements."""
    year = generator.randint(1950, 2005)
    is_couple = generator.random() < 0.4
    children = generator.choice((0, 0, 0, 1, 1, 2, 3))
    asked = generator.sample(("37261", "37122", "37195", "37233", "37050", "37214"), 3)
    return Request(
        number=f"0370326{number:09d}GP",
        requested_on=str(date(2020, 1, 1) + timedelta(days=generator.randrange(2200))),
        applicant=_drawn_adult(year, generator),
        co_holders=(_drawn_adult(year + 2, generator),) if is_couple else (),
        dependants=tuple(
            Child(f"{generator.randint(2004, 2025)}-05-{generator.randint(1, 28):02d}")
            for _each in range(children)
        ),
        in_custody=(Child("2014-01-01", "G"),) if generator.random() < 0.1 else (),
        typologies=generator.choice((("T2",), ("T2", "T3"), ("T3", "T4"), ())),
        communes=tuple(asked),
    )


def _drawn_adult(year: int, generator: random.Random) -> Adult:
    taxed = generator.randint(0, 28_000)
    return Adult(
        born=f"{year}-{generator.randint(1, 12):02d}-{generator.randint(1, 28):02d}",
        taxed=((2025, str(taxed + generator.randint(-2_000, 2_000))), (2024, str(taxed))),
        resources=(
            ("SAL", str(generator.randint(0, 2_000))),
            ("AF", "141.99"),
            (generator.choice(("RSA", "CHO", "AUT", "AAH")), str(generator.randint(0, 900))),
        ),
    )


def _request(request: Request) -> str:
    persons = [
        _adult("demandeur", request.applicant, request) if request.applicant else "",
        _part("listePersonneACharge", *(_child("personneACharge", c) for c in request.dependants)),
        _part(
            "personneANaitre",
            _leaf("nombre", request.unborn),
            _leaf("dateNaissancePrevue", request.due_on),
        )
        if request.unborn
        else "",
        _part("listePersonneEnGarde", *(_child("personneEnGarde", c) for c in request.in_custody)),
        _part("listeCotitulaire", *(_adult("cotitulaire", a, None) for a in request.co_holders)),
        _part(
            "logementActuel",
            _part("listeModeleLogement", *(_code("modeleLogement", c) for c in request.housing)),
            _leaf("montantMensuelLoyer", "640"),
            _leaf("nombreHabitant", "3"),
            _code("categorieLogement", "A"),
            _code("typeLogementActuel", "T2"),
            _leaf("surface", "44"),
            _leaf("proprietaire", "false"),
        ),
    ]
    return _part(
        "demandeLogement",
        _leaf("numUnique", request.number),
        _leaf("numGuichet", "03701"),
        _leaf("dateCreationDemande", request.requested_on),
        _part("personnePhysique", *persons),
        _part(
            "logementRecherche",
            _leaf("demandeElargie", request.widened),
            _part("listeTypeLogement", *(_code("typeLogement", c) for c in request.typologies)),
            _part(
                "listeLocalisationSouhaite",
                *(_part("localisationSouhaite", _code("commune", c)) for c in request.communes),
            ),
        ),
        request.more,
    )


def _adult(name: str, adult: Adult, request: Request | None) -> str:
    return _part(
        name,
        _code("civilite", SECRET),
        *(_leaf(each, f"{SECRET}-{each}") for each in ("nom", "nomPatronymique", "prenom")),
        _leaf("dateNaissance", adult.born),
        _code("nationalite", SECRET),
        _code("situationFamiliale", "M"),
        *(_leaf(each, f"{SECRET}-{each}") for each in ("telPortable", "mel", "lieuNaissance")),
        _address(request.lives_in) if request else _code("lienDemandeur", adult.link),
        _part(
            "situationProfessionnelle",
            _leaf("profession", SECRET),
            _code("typeContratTravail", adult.work),
            _leaf("nomEmployeurPrincipal", SECRET),
            _leaf("etranger", SECRET),
            _leaf("codePostal", SECRET),
            _code("commune", adult.works_in),
        ),
        _taxed(adult.taxed),
        _resources("listeRessourceRecue", adult.resources),
        _resources("listeRessourceVersee", (("PAV", "120"),)),
        _resources("listeRessourceRecuePersACharge", request.resources_of_dependants)
        if request
        else "",
        _part("listeRessourceVerseePersACharge") if request else "",
    )


def _address(commune: str) -> str:
    private = ("etranger", "numero", "voie", "batiment", "codePostal")
    return _part(
        "adressePostale",
        *(_leaf(each, f"{SECRET}-{each}") for each in private),
        _code("commune", commune),
    )


def _taxed(taxed: Sequence[tuple[int, str]]) -> str:
    leaves = [
        _leaf(f"annee{name}", str(year)) + _leaf(f"montant{name}", amount)
        for name, (year, amount) in zip(("Moins1", "Moins2"), taxed, strict=False)
    ]
    return _part("revenuFiscal", *leaves)


def _resources(name: str, resources: Iterable[tuple[str, str]]) -> str:
    return _part(
        name,
        *(
            _part("detailRessource", _code("ressource", code), _leaf("montant", amount))
            for code, amount in resources
        ),
    )


def _child(name: str, child: Child) -> str:
    return _part(
        name,
        _leaf("nom", f"{SECRET}-nom"),
        _leaf("prenom", f"{SECRET}-prenom"),
        _leaf("dateNaissance", child.born),
        _code("sexe", SECRET),
        _code("lienParente", "E") if not child.custody else _code("coParentalite", child.custody),
    )


def _part(name: str, *inside: str) -> str:
    return f"<n:{name}>{''.join(inside)}</n:{name}>"


def _leaf(name: str, text: str) -> str:
    return f"<n:{name}>{escape(text)}</n:{name}>" if text else ""


def _code(name: str, code: str) -> str:
    return f"<n:{name} code={quoteattr(code)}/>"
