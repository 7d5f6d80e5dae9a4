"""Grows the demo's first petition to N counted signatures: ``python -m benchmarks.fill N``."""

import secrets
import sys

import django

BATCH = 5_000


def fill(size: int) -> None:
    """Insert counted signatures until the petition has ``size`` of them, with a mark each."""
    from pages.models import PetitionPage  # noqa: PLC0415 (after django.setup)
    from petitions.enums import SignatureState  # noqa: PLC0415
    from petitions.models import Signature  # noqa: PLC0415
    from privacy.inserts import insert_many  # noqa: PLC0415

    page = PetitionPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    petition = page.petition
    have = Signature.objects.filter(petition=petition, state=SignatureState.CONFIRMED).count()
    while have < size:
        batch = [
            Signature(
                petition=petition,
                state=SignatureState.CONFIRMED,
                language="en",
                mark=secrets.token_bytes(32),
            )
            for _ in range(min(BATCH, size - have))
        ]
        insert_many(batch)
        have += len(batch)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
