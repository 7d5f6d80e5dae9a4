"""Rows of this floor for tests."""

import itertools

from campaigns.enums import CampaignState, TargetKind
from campaigns.models import Campaign, Institution, Target
from campaigns.services import start_campaign
from privacy.actors import Actor
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
