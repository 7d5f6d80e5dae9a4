"""Local fights of 2019 as they were reported then, and one that is made up and says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaigns.enums import (
    HowObtained,
    JurisdictionKind,
    MeasureKind,
    MeasureState,
    Stand,
    TargetKind,
    Technology,
)
from campaigns.models import Contract, Jurisdiction, Measure, MeasureStep, MeasureText, Seat, Target
from campaigns.services import save_measure
from pages.demo import ledger
from pages.demo.contracts import find_or_add
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

_CITY, _STATE = JurisdictionKind.CITY, JurisdictionKind.STATE
_BAN_OF_A_CITY = {
    "en": "Ban on facial recognition by the city",
    "es": "Prohibición del reconocimiento facial por parte de la ciudad",
}
_BAN_OF_THE_POLICE = {
    "en": "Ban on facial recognition by the police",
    "es": "Prohibición del reconocimiento facial por parte de la policía",
}
_EVERY_OFFICE = {
    "en": "No office of the city may use it, the police included.",
    "es": "Ninguna oficina de la ciudad puede usarlo, tampoco la policía.",
}
# Nobody takes it for a real one.
MADE_UP = "Demo City (made up)"
COUNCIL = "Demo City Council (made up)"


@dataclass(frozen=True)
class StepWords:
    state: MeasureState
    day: date
    note: Mapping[str, str]
    source_url: str = ""


@dataclass(frozen=True)
class FightWords:
    """One fight as it was reported on ``as_of``."""

    place: str
    kind: JurisdictionKind
    region: str
    title: Mapping[str, str]
    steps: tuple[StepWords, ...]
    source_name: str
    source_url: str
    as_of: date
    number: str = ""
    summary: Mapping[str, str] | None = None
    carve_outs: Mapping[str, str] | None = None
    texts: tuple[tuple[str, date, str], ...] = ()


_EXAMINER = (
    "https://www.sfexaminer.com/the-city/sf-becomes-first-u-s-city-to-ban-facial-recognition-software/"
)
_SOMERVILLE = (
    "http://somervillecityma.iqm2.com/Citizens/Detail_LegiFile.aspx?Frame=&MeetingID=2941&MediaPosition="
    "&ID=20991&CssClass="
)
_CAMBRIDGE = (
    "https://cambridgema.iqm2.com/Citizens/Detail_LegiFile.aspx?Frame=&MeetingID=2399&MediaPosition="
    "&ID=9847&CssClass="
)
_MICHIGAN_HOUSE = (
    "http://www.legislature.mi.gov/documents/2019-2020/billintroduced/House/htm/2019-HIB-4810.htm"
)

FIGHTS = (
    FightWords(
        place="San Francisco",
        kind=_CITY,
        region="CA",
        title=_BAN_OF_A_CITY,
        number="File No. 190110",
        summary={
            "en": "No office of the city may use it, the police included. Other surveillance technology "
            "needs a public vote before it is bought.",
            "es": "Ninguna oficina de la ciudad puede usarlo, tampoco la policía. Otras tecnologías de "
            "vigilancia necesitan una votación pública antes de la compra.",
        },
        carve_outs={
            "en": "The airport and the port, which are under federal rules.",
            "es": "El aeropuerto y el puerto, que están bajo reglas federales.",
        },
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 1, 29),
                {
                    "en": "By a member of the board. In May its Rules Committee agreed unanimously.",
                    "es": "Por un miembro de la junta. En mayo su Comité de Reglas estuvo de acuerdo por "
                    "unanimidad.",
                },
                "https://buildingblocksforliberty.org/san-francisco-committee-passes-ordinance-to-ban-facial-recognition/",
            ),
            StepWords(
                MeasureState.PASSED, date(2019, 5, 14), {"en": "8 to 1.", "es": "8 contra 1."}, _EXAMINER
            ),
        ),
        source_name="San Francisco Examiner, May 2019",
        source_url=_EXAMINER,
        as_of=date(2019, 5, 14),
    ),
    FightWords(
        place="Somerville",
        kind=_CITY,
        region="MA",
        title=_BAN_OF_A_CITY,
        summary=_EVERY_OFFICE,
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 5, 9),
                {"en": "Sent to a committee.", "es": "Pasa a un comité."},
                _SOMERVILLE,
            ),
            StepWords(
                MeasureState.PASSED, date(2019, 6, 27), {"en": "Ordained.", "es": "Aprobada."}, _SOMERVILLE
            ),
        ),
        source_name="City of Somerville, agenda of June 27, 2019",
        source_url=_SOMERVILLE,
        as_of=date(2019, 6, 28),
    ),
    FightWords(
        place="Oakland",
        kind=_CITY,
        region="CA",
        title=_BAN_OF_A_CITY,
        summary=_EVERY_OFFICE,
        steps=(
            StepWords(
                MeasureState.PASSED,
                date(2019, 7, 16),
                {
                    "en": "Unanimously. A second vote, a formality, follows in September.",
                    "es": "Por unanimidad. En septiembre sigue una segunda votación, que es un trámite.",
                },
                "https://theverge.com/2019/7/17/20697821/oakland-facial-recogntiion-ban-vote-governement-california",
            ),
        ),
        source_name="The Verge, July 2019",
        source_url="https://theverge.com/2019/7/17/20697821/oakland-facial-recogntiion-ban-vote-governement-california",
        as_of=date(2019, 7, 17),
    ),
    FightWords(
        place="Cambridge",
        kind=_CITY,
        region="MA",
        title=_BAN_OF_A_CITY,
        number="Policy Order 2019 #255",
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 7, 30),
                {
                    "en": "To be sent to the Public Safety Committee for a hearing.",
                    "es": "Debe pasar al Comité de Seguridad Pública para una audiencia.",
                },
                _CAMBRIDGE,
            ),
        ),
        source_name="City of Cambridge, policy order of July 30, 2019",
        source_url=_CAMBRIDGE,
        as_of=date(2019, 7, 30),
    ),
    FightWords(
        place="Berkeley",
        kind=_CITY,
        region="CA",
        title=_BAN_OF_A_CITY,
        steps=(
            StepWords(
                MeasureState.HEARING,
                date(2019, 7, 17),
                {
                    "en": "Before the Public Safety Committee of the council.",
                    "es": "En el Comité de Seguridad Pública del concejo.",
                },
            ),
        ),
        source_name="Common Dreams, July 2019",
        source_url="https://commondreams.org/news/2019/07/17/good-news-unanimous-vote-oakland-joins-growing-list-cities-ban-facial-recognition",
        as_of=date(2019, 7, 17),
    ),
    FightWords(
        place="Massachusetts",
        kind=_STATE,
        region="MA",
        title={
            "en": "Moratorium on face recognition by the government",
            "es": "Moratoria del reconocimiento facial por parte del gobierno",
        },
        number="S.1385",
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 1, 15),
                {"en": "Filed in the Senate.", "es": "Presentada en el Senado."},
            ),
        ),
        texts=(("as filed", date(2019, 1, 15), "https://malegislature.gov/Bills/191/S1385.Html"),),
        source_name="ACLU of Massachusetts",
        source_url="https://www.aclum.org/en/legislation/face-surveillance-moratorium",
        as_of=date(2019, 7, 20),
    ),
    FightWords(
        place="Michigan",
        kind=_STATE,
        region="MI",
        title=_BAN_OF_THE_POLICE,
        number="SB 342",
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 5, 22),
                {"en": "In the Senate.", "es": "En el Senado."},
            ),
        ),
        source_name="Senate Fiscal Agency, May 22, 2019",
        source_url="https://mirsnews.com/pdfs/bills/html/2019-SFA-0342-G.htm",
        as_of=date(2019, 5, 22),
    ),
    FightWords(
        place="Michigan",
        kind=_STATE,
        region="MI",
        title={
            "en": "No facial recognition by the police for five years",
            "es": "Cinco años sin reconocimiento facial por parte de la policía",
        },
        number="HB 4810",
        steps=(
            StepWords(
                MeasureState.INTRODUCED,
                date(2019, 7, 10),
                {"en": "In the House.", "es": "En la Cámara de Representantes."},
            ),
        ),
        texts=(("as introduced", date(2019, 7, 10), _MICHIGAN_HOUSE),),
        source_name="Michigan Legislature",
        source_url=_MICHIGAN_HOUSE,
        as_of=date(2019, 7, 10),
    ),
)


def tell_of_the_fights(*, actor: Actor) -> None:
    """Make the fights that were reported, and the one that shows a hearing, votes and a renewal ahead."""
    for words in FIGHTS:
        measure = Measure(
            jurisdiction=_place(words.place, words.kind, words.region),
            kind=MeasureKind.BAN,
            technologies=[Technology.FACES.value],
            title=LocalizedText(words.title),
            number=words.number,
            summary=LocalizedText(words.summary or {}),
            carve_outs=LocalizedText(words.carve_outs or {}),
            source_name=words.source_name,
            source_url=words.source_url,
            as_of=words.as_of,
        )
        measure.steps.add(
            *[
                MeasureStep(
                    state=step.state, day=step.day, note=LocalizedText(step.note), source_url=step.source_url
                )
                for step in words.steps
            ]
        )
        measure.texts.add(*[MeasureText(version=name, day=day, url=url) for name, day, url in words.texts])
        ledger.note_made(save_measure(measure=measure, actor=actor))
    _make_one_up(actor)


def _make_one_up(actor: Actor) -> None:
    """In a city that is none: a council, a contract that is renewed in 41 days, and a hearing before."""
    council = find_or_add(COUNCIL, TargetKind.COUNCIL)
    vendor = find_or_add("Demo Camera Vendor (made up)", TargetKind.VENDOR)
    renewed = utc_today() + timedelta(days=41)
    ledger.note_made(
        Contract.objects.create(
            vendor=vendor,
            agency=council,
            product="Demo: plate readers on six streets",
            amount=25_000_000,
            currency="USD",
            renewal_day=renewed,
            ends=renewed,
            number="DEMO-1",
            how_obtained=HowObtained.RECORDS,
            source_name="Demo: here stands where it can be looked up",
            source_url="https://example.org/",
        )
    )
    ledger.note_made(save_measure(measure=_vote_on_it(council), actor=actor))


def _vote_on_it(council: Target) -> Measure:
    measure = Measure(
        jurisdiction=_place(MADE_UP, _CITY, ""),
        body=council,
        kind=MeasureKind.PURCHASE,
        technologies=[Technology.PLATES.value],
        title=LocalizedText(
            en="Demo: vote on plate readers for one more year",
            es="Demo: votación sobre lectores de placas por un año más",
        ),
        summary=LocalizedText(
            en="Shows what a hearing ahead and a count of votes look like.",
            es="Muestra cómo se ven una audiencia próxima y una cuenta de votos.",
        ),
        source_name="Demo: here stands where it can be looked up",
        source_url="https://example.org/",
        hearing_local=datetime.combine(utc_today() + timedelta(days=12), time(18, 30)),
        hearing_zone="America/Los_Angeles",
        hearing_place="Demo City Hall, room 1",
        how_to_speak=LocalizedText(
            en="Sign up at the door until 6:15 p.m. Everybody has two minutes, in any language.",
            es="Apúntate en la puerta hasta las 6:15 p.m. Cada quien tiene dos minutos, en cualquier idioma.",
        ),
        votes_needed=4,
    )
    measure.steps.add(
        MeasureStep(
            state=MeasureState.HEARING,
            day=utc_today(),
            note=LocalizedText(en="On the agenda.", es="Está en el orden del día."),
        )
    )
    stands = (Stand.FOR, Stand.FOR, Stand.UNKNOWN, Stand.UNKNOWN, Stand.AGAINST)
    measure.seats.add(
        *[
            Seat(name=f"Demo seat {number}", seat=f"District {number}", stand=stand, sort_order=number)
            for number, stand in enumerate(stands, 1)
        ]
    )
    return measure


def _place(name: str, kind: JurisdictionKind, region: str) -> Jurisdiction:
    place, is_new = Jurisdiction.objects.get_or_create(name=name, kind=kind, region=region, country="US")
    return ledger.note_made(place) if is_new else place
