"""The peer of ``petition_staff_view``, in its Django: ``python -m benchmarks.submissions DEED [N]``.

``fill N`` grows the stock petition to N form submissions; ``list`` prints the path of their listing in
Wagtail's admin, ``home`` that of its front page, each with a session's cookie.
"""

import sys
from itertools import batched
from typing import Any

import django

BATCH = 5_000


def page() -> Any:
    """The stock petition, made where there is none."""
    from benchmarks.peer.models import PeerPetitionPage  # noqa: PLC0415 (after django.setup)
    from benchmarks.prepare import make_peer  # noqa: PLC0415

    if not PeerPetitionPage.objects.exists():
        make_peer()
    return PeerPetitionPage.objects.get()


def fill(size: int) -> None:
    """Submissions as the form writes them: plain JSON."""
    from django.utils import timezone  # noqa: PLC0415
    from wagtail.contrib.forms.models import FormSubmission  # noqa: PLC0415

    from privacy.inserts import insert_values  # noqa: PLC0415

    petition, now = page(), timezone.now()
    for numbers in batched(range(FormSubmission.objects.count(), size), BATCH):
        insert_values(
            FormSubmission,
            ("page_id", "submit_time", "form_data"),
            [
                (
                    petition.pk,
                    now,
                    {
                        "first_name": "Ada",
                        "last_name": "Example",
                        "email": f"{number}@example.org",
                        "postal_code": "94110",
                        "news": "no",
                    },
                )
                for number in numbers
            ],
        )


def main(deed: str) -> str:
    from django.urls import reverse  # noqa: PLC0415

    from benchmarks.staff import cookie  # noqa: PLC0415

    if deed == "list":
        return f"{reverse('wagtailforms:list_submissions', args=[page().pk])} {cookie()}"
    return f"{reverse('wagtailadmin_home')} {cookie()}"


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(main(sys.argv[1]))
