"""Dossiers, contracts and local fights: their public pages, and those of staff."""

from datetime import datetime, timedelta

from django.urls import reverse

from campaigns.enums import MeasureState, RecruitingKind, Stand, TargetKind
from campaigns.models import Measure, Recruiting, Reply
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_contract, make_institution, make_measure, make_target

SOURCE = "https://example.org/source"


def make_facts() -> Measure:
    """A fight with all that can be said of one, whose council has a dossier."""
    council = make_target(TargetKind.COUNCIL)
    make_contract(agency=council, amount=25_000_000, renewal_day=utc_today() + timedelta(days=41))
    make_contract(agency=council, as_of=utc_today() - timedelta(days=400), number="OLD-1")
    Recruiting.objects.create(
        target=council,
        institution=make_institution(),
        kind=RecruitingKind.FAIR,
        day=utc_today(),
        source_url=SOURCE,
    )
    Reply.objects.create(target=council, day=utc_today(), summary=LocalizedText(en="It will look into it."))
    return make_measure(
        MeasureState.INTRODUCED,
        MeasureState.HEARING,
        body=council,
        seats=[Stand.FOR, Stand.AGAINST, Stand.UNKNOWN],
        votes_needed=2,
        carve_outs=LocalizedText(en="The airport."),
        hearing_local=datetime.combine(utc_today() + timedelta(days=5), datetime.min.time()),
        hearing_place="City Hall",
        how_to_speak=LocalizedText(en="Sign up at the door.", es="Apúntate en la puerta."),
    )


def fact_doors() -> list[str]:
    """The lists of fights, full, filtered and empty, and one fight."""
    fight = make_facts()
    make_measure(MeasureState.PASSED, as_of=utc_today() - timedelta(days=400))
    find = reverse("countersign_fights")
    queries = ["", "?state=passed", "?kind=policy&region=ZZ", "?page=9"]
    return [*(f"{find}{query}" for query in queries), reverse("countersign_fight", args=[fight.public_id])]


def fact_paths() -> list[str]:
    """Staff's pages of contracts, fights and dossiers."""
    fight = make_facts()
    council = fight.body
    contract = council.contracts_given.first()
    rows = [("measure", fight.pk), ("contract", contract.pk), ("target", council.pk)]
    return [
        *(reverse(f"{name}:{view}") for name in ("contract", "measure") for view in ("index", "add")),
        *(reverse(f"{name}:edit", args=[pk]) for name, pk in rows),
        f"{reverse('contract:index')}?is_old=old",
        reverse("contract:import"),
    ]
