"""The pages of "Host your own": choice of a campaign, the form, what comes after, the links in the mail."""

from django.urls import reverse

from campaigns.models import Campaign
from events.models import EventKind, Proposal, ProposedEvent
from events.services.proposals import confirm_proposal, propose_event
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token

PERSON = Actor.the_person()


def hosting_doors(language: str) -> list[str]:
    """Each of them, the two buttons among them, and one that was pressed."""
    campaign = Campaign.objects.filter(state="active").order_by("pk").first()
    waits, done = (_propose(campaign, language, number) for number in range(2))
    confirm_proposal(proposal=done, actor=PERSON)
    links = [
        reverse(f"countersign_proposal_{name}", args=[make_link_token(purpose, proposal.public_id)])
        for proposal in (waits, done)
        for name, purpose in (("confirm", Purpose.CONFIRM), ("not_me", Purpose.NOT_ME))
    ]
    return [
        reverse("countersign_host_choice"),
        reverse("countersign_host", args=[campaign.public_id]),
        reverse("countersign_host_thanks", args=[campaign.public_id]),
        *links,
        "/do/events/host/confirm/altered/",
    ]


def _propose(campaign: Campaign, language: str, number: int) -> Proposal:
    said = ProposedEvent(
        email=f"axe{number}.{language}@example.org",
        title="Letter writing",
        venue="Main Library",
        locality="Oakland",
        zone="America/Los_Angeles",
        local_start="2030-05-01T18:00",
        local_end="2030-05-01T20:00",
    )
    kind = EventKind.objects.order_by("position").first()
    propose_event(campaign=campaign, kind=kind, said=said, language=language, actor=PERSON)
    return Proposal.objects.select_related("campaign").order_by("-pk").first()
