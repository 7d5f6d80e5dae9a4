"""What the demo knows of the vendor and the agency: public reporting, each with its source and its day."""

from dataclasses import dataclass
from datetime import date

from campaigns.enums import HowObtained, RecruitingKind, RelationKind, TargetKind
from campaigns.models import Contract, Institution, Recruiting, Reply, Target, TargetRelation
from pages.demo import ledger
from pages.demo.vendor import VENDOR
from privacy.localized import LocalizedText

AGENCY = "U.S. Immigration and Customs Enforcement"
HOST = "Amazon Web Services, Inc."
CAMPUS = "University of California, Berkeley"

_FCW = "https://fcw.com/articles/2019/08/21/palantir-ice-sole-source-extension.aspx"
_MIJENTE = (
    "https://scribd.com/document/484503540/"
    "WHO-S-BEHIND-ICE-The-Tech-and-Data-Companies-Fueling-Deportations-v1-pdf"
)
_OPINION = (
    "https://www.washingtonpost.com/opinions/policy-decisions-should-be-made-by-elected-representatives-"
    "not-silicon-valley/2019/09/05/e02a38dc-cf61-11e9-87fa-8501a456c003_story.html"
)
_CANCELLED = (
    "https://www.dailycal.org/2019/09/24/under-pressure-palantir-cancels-uc-berkeley-information-session/"
)

_ABOUT_AGENCY = {
    "en": "The agency of the Department of Homeland Security that arrests, detains and deports people "
    "inside the country.",
    "es": "La agencia del Departamento de Seguridad Nacional que arresta, detiene y deporta a personas "
    "dentro del país.",
}
_ABOUT_HOST = {
    "en": "It rents out the computers on which other companies run their software.",
    "es": "Alquila las computadoras en las que otras empresas hacen funcionar sus programas.",
}


@dataclass(frozen=True)
class ContractWords:
    """One contract as it was reported on ``as_of``; ``amount`` in US cents."""

    product: str
    amount: int
    source_name: str
    source_url: str
    as_of: date
    ends: date | None = None
    renewal_day: date | None = None


CONTRACTS = (
    ContractWords(
        product="Investigative Case Management (Gotham), 2014 to 2019",
        amount=5_180_000_000,
        ends=date(2019, 9, 25),
        source_name="FCW, August 21, 2019 (an estimate)",
        source_url=_FCW,
        as_of=date(2019, 8, 21),
    ),
    ContractWords(
        product="Investigative Case Management (Gotham), one year and two that can be added",
        amount=4_987_401_814,
        renewal_day=date(2020, 9, 5),
        source_name="Vice, August 2019",
        source_url="https://www.vice.com/en/article/ywadv7/ice-just-renewed-its-contract-with-palantir",
        as_of=date(2019, 8, 21),
    ),
    ContractWords(
        product="ImmigrationOS",
        amount=3_000_000_000,
        source_name="WIRED, April 2025",
        source_url="https://www.wired.com/story/ice-palantir-immigrationos/",
        as_of=date(2025, 4, 18),
    ),
)


def tell_of_the_contracts() -> None:
    """Fill the dossiers of the vendor, of the agency and of whoever hosts the vendor."""
    assert VENDOR.target is not None  # noqa: S101 (the words above say so)
    vendor = Target.objects.get(name=VENDOR.target.name)
    agency = find_or_add(AGENCY, TargetKind.AGENCY, "https://www.ice.gov/", about=_ABOUT_AGENCY)
    host = find_or_add(HOST, TargetKind.VENDOR, "https://aws.amazon.com/", about=_ABOUT_HOST)
    for words in CONTRACTS:
        ledger.note_made(
            Contract.objects.create(
                vendor=vendor,
                agency=agency,
                product=words.product,
                amount=words.amount,
                currency="USD",
                ends=words.ends,
                renewal_day=words.renewal_day,
                how_obtained=HowObtained.PRESS,
                source_name=words.source_name,
                source_url=words.source_url,
                as_of=words.as_of,
            )
        )
    _tie(agency, RelationKind.SUPPLIED_BY, vendor, _FCW)
    _tie(host, RelationKind.HOSTS, vendor, _MIJENTE)
    _tell_of_recruiting(vendor)
    opinion = {
        "en": "Its chief executive wrote in the Washington Post that elected representatives should decide "
        "on such contracts, and not companies.",
        "es": "Su director ejecutivo escribió en el Washington Post que sobre esos contratos deben decidir "
        "quienes fueron elegidos, y no las empresas.",
    }
    ledger.note_made(
        Reply.objects.create(
            target=vendor, day=date(2019, 9, 5), summary=LocalizedText(opinion), source_url=_OPINION
        )
    )


def find_or_add(
    name: str, kind: TargetKind, website: str = "", *, about: dict[str, str] | None = None
) -> Target:
    """The target of this name, as it is if somebody entered it before."""
    known = Target.objects.filter(name=name).first()
    return known or ledger.note_made(
        Target.objects.create(
            name=name, kind=kind, website=website, country="US", about=LocalizedText(about or {})
        )
    )


def _tie(source: Target, kind: RelationKind, other: Target, url: str) -> None:
    tie, is_new = TargetRelation.objects.get_or_create(
        source=source, kind=kind, other=other, defaults={"source_url": url}
    )
    if is_new:
        ledger.note_made(tie)


def _tell_of_recruiting(vendor: Target) -> None:
    campus = Institution.objects.get(name=CAMPUS, country="US")
    told = (
        (
            RecruitingKind.SPONSORSHIP,
            date(2019, 5, 31),
            {
                "en": "Of a conference on privacy. A week later it was a sponsor no more.",
                "es": "De un congreso sobre privacidad. Una semana después ya no lo patrocinaba.",
            },
            "https://www.bloombergquint.com/technology/palantir-dropped-by-berkeley-privacy-conference-after-complaints",
        ),
        (
            RecruitingKind.TALK,
            date(2019, 9, 24),
            {
                "en": "Called off by the company on the evening before, after about 700 people had signed "
                "against it.",
                "es": "La empresa la canceló la noche anterior, después de unas 700 firmas en contra.",
            },
            _CANCELLED,
        ),
    )
    for kind, day, note, url in told:
        row, is_new = Recruiting.objects.get_or_create(
            target=vendor,
            institution=campus,
            kind=kind,
            day=day,
            defaults={"note": LocalizedText(note), "source_url": url},
        )
        if is_new:
            ledger.note_made(row)
