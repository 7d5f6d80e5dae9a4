"""What the organization says of itself before people come, and whether its mail leaves."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outbox.first_run import mail_leaves
from privacy.first_run import Step
from supporters.models import Organization

CAN_SETTLE = "countersign_supporters.change_organization"


def organization_url() -> str:
    """Where the organization is described."""
    return reverse("wagtailsettings:edit", args=["countersign_supporters", "organization"])


def _is_named() -> bool:
    organization = Organization.load()
    return bool(organization.name and organization.contact_email)


def _has_address() -> bool:
    return bool(Organization.load().postal_address)


def _answers_for_privacy() -> bool:
    return bool(Organization.load().privacy_contact)


def _is_asked() -> bool:
    return bool(Organization.load().report_email)


STEPS = (
    Step(
        "organization",
        _("Say who you are"),
        _("The name and the contact address stand at the foot of every page and mail."),
        CAN_SETTLE,
        _is_named,
        order=10,
        url=organization_url,
    ),
    Step(
        "postal_address",
        _("Give a postal address"),
        _("Mail to many must carry one by law; a post office box is enough. No private home."),
        CAN_SETTLE,
        _has_address,
        order=20,
        url=organization_url,
    ),
    Step(
        "privacy_contact",
        _("Say who answers for privacy"),
        _("People write there about what is kept of them. Pick an address that more than one of you reads."),
        CAN_SETTLE,
        _answers_for_privacy,
        order=30,
        url=organization_url,
    ),
    Step(
        "report_email",
        _("Say where people ask whether a mail is from you"),
        _("It stands on “Is this really from us?”, beside your other domains and your accounts."),
        CAN_SETTLE,
        _is_asked,
        order=40,
        url=organization_url,
    ),
    Step(
        "mail",
        _("Have mail leave from a domain of yours"),
        _(
            "Whoever runs the site sets MAIL_URL and MAIL_FROM, then asks “manage.py check_deliverability” "
            "whether SPF, DKIM and DMARC are right: without them mail lands in junk."
        ),
        CAN_SETTLE,
        mail_leaves,
        order=60,
    ),
)
