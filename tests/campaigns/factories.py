"""Rows of this floor for tests."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta

from campaigns.enums import (
    CampaignState,
    JurisdictionKind,
    MeasureKind,
    MeasureState,
    Stand,
    TargetKind,
    Technology,
)
from campaigns.models import (
    Campaign,
    Contract,
    Institution,
    Jurisdiction,
    Measure,
    MeasureStep,
    Seat,
    Target,
)
from campaigns.services import save_measure, start_campaign
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

_numbers = itertools.count(1)


def make_campaign(*, title: str = "Drop the contract", actor: Actor | None = None) -> Campaign:
    return start_campaign(
        title=LocalizedText(en=title),
        slug=f"campaign-{next(_numbers)}",
        first_language="en",
        state=CampaignState.ACTIVE,
        actor=actor or Actor.system(),
    )


def make_target(kind: TargetKind = TargetKind.VENDOR, *domains: str) -> Target:
    return Target.objects.create(name=f"Target {next(_numbers)}", kind=kind, mail_domains=list(domains))


def make_institution(*domains: str) -> Institution:
    return Institution.objects.create(name=f"College {next(_numbers)}", mail_domains=list(domains))


def make_jurisdiction(
    name: str = "", *, region: str = "CA", kind: str = JurisdictionKind.CITY
) -> Jurisdiction:
    return Jurisdiction.objects.create(
        name=name or f"City {next(_numbers)}", kind=kind, region=region, country="US"
    )


def make_contract(vendor: Target | None = None, agency: Target | None = None, **said) -> Contract:
    fields = {
        "product": "Case management software",
        "source_name": "Public spending data",
        "source_url": "https://example.org/award",
    }
    return Contract.objects.create(
        vendor=vendor or make_target(),
        agency=agency or make_target(TargetKind.AGENCY),
        **{**fields, **said},
    )


def make_measure(
    *states: MeasureState,
    region: str = "CA",
    place: str = "",
    seats: Sequence[Stand] = (),
    **said,
) -> Measure:
    """A measure with a step a day for each of ``states``, the last one today."""
    fields = {
        "kind": MeasureKind.BAN,
        "technologies": [Technology.FACES.value],
        "title": LocalizedText(en=f"Ordinance {next(_numbers)}"),
        "source_name": "Minutes of the council",
        "source_url": "https://example.org/minutes",
    }
    measure = Measure(jurisdiction=make_jurisdiction(place, region=region), **{**fields, **said})
    ago = len(states) - 1
    measure.steps = [
        MeasureStep(state=state, day=utc_today() - timedelta(days=ago - number))
        for number, state in enumerate(states)
    ]
    measure.seats = [Seat(name=f"Member {number}", stand=stand) for number, stand in enumerate(seats, 1)]
    return save_measure(measure=measure, actor=Actor.system())


def formsets(*names: str, **rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What a form with inline panels posts: empty ones by name, and ``rows`` of new ones."""
    data: dict[str, str] = {}
    for name, given in {**dict.fromkeys(names, ()), **rows}.items():
        data |= {f"{name}-TOTAL_FORMS": str(len(given)), f"{name}-INITIAL_FORMS": "0"}
        data |= {f"{name}-MIN_NUM_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}
        for number, row in enumerate(given):
            data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data
