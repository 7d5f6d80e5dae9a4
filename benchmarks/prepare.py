"""Makes what a side is asked for, inside that side's own Django: ``python -m benchmarks.prepare SIDE``.

Prints the path of the page that holds the form.
"""

import sys

import django


def make_ours() -> str:
    """The first petition page of the demo, in English: what a newcomer sees."""
    from django.core.management import call_command  # noqa: PLC0415 (after django.setup)

    from pages.models import PetitionPage  # noqa: PLC0415

    call_command("demo", verbosity=0, stdout=sys.stderr)
    page = PetitionPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    return page.get_url_parts()[2]


def make_peer() -> str:
    """The same petition as ``wagtail.contrib.forms`` has it: the same five questions."""
    from wagtail.models import Page, Site  # noqa: PLC0415

    from benchmarks.peer.models import PeerField, PeerPetitionPage  # noqa: PLC0415

    home = Site.objects.get(is_default_site=True).root_page
    page = PeerPetitionPage(title="Drop the contract", slug="petition")
    page.form_fields = [
        PeerField(label="First name", field_type="singleline", required=True),
        PeerField(label="Last name", field_type="singleline", required=False),
        PeerField(label="Email", field_type="email", required=True),
        PeerField(label="Postal code", field_type="singleline", required=False),
        PeerField(label="News", field_type="radio", choices="campaign,petition,no", required=True),
    ]
    Page.objects.get(pk=home.pk).add_child(instance=page)
    return "/petition/"


if __name__ == "__main__":
    django.setup()
    print({"ours": make_ours, "peer": make_peer}[sys.argv[1]]())
