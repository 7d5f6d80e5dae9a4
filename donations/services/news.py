"""The button in a donor's mail by which they join the list: what ties them to a supporter, sealed."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from donations.exceptions import NewsGone
from donations.models import Donation, DonationDetails
from privacy.actors import Actor
from privacy.exceptions import SealedError
from privacy.sealing import reseal
from supporters.default_country import default_country
from supporters.models import ConsentWording, List, SupporterDetails
from supporters.services import ConsentAnswer, admit_supporter, record_consents, subscribe


def confirm_news(*, donation: Donation, actor: Actor) -> bool:
    """Join the campaign's list: make or complete the supporter, write the yes into the ledger.

    Whose gift it is stands in its sealed blob only; how they give is written by the daily job. False for a
    second press. Raises NewsGone where nothing is known any more, or no news were asked for.

    Two transactions: PostgreSQL writes into every row by which it was written, and by one for both anybody
    could join the gift and the supporter without a key. Dying in between is mended by a second press. Call
    it outside of transactions; ``jobs/levelling.py`` takes away by night that the second followed the first.
    """
    try:
        details: DonationDetails = donation.unseal()
    except SealedError:
        raise NewsGone from None
    if not details.news:
        raise NewsGone
    if details.supporter:
        return False
    with transaction.atomic():
        supporter = admit_supporter(
            details=SupporterDetails(
                given_name=details.given_name, family_name=details.family_name, email=details.email
            ),
            language=donation.language,
            country=default_country(),
            actor=actor,
        )
        answers = _answers(details)
        record_consents(supporter=supporter, answers=answers, actor=actor)
        ids = [one.list_id for one in answers if one.answer and one.list_id is not None]
        for mail_list in List.objects.filter(public_id__in=ids):
            subscribe(supporter=supporter, list=mail_list, actor=actor)
    for row in (donation, donation.recurring):
        # Forgotten at this moment: they are on the list, and no gift names them.
        if row is not None:
            with suppress(SealedError):
                reseal(row, lambda now: replace(now, supporter=supporter.public_id.hex))
    return True


def _answers(details: DonationDetails) -> list[ConsentAnswer]:
    said = [(UUID(wording), bool(answer), UUID(of)) for wording, answer, of in details.consents if of]
    rows = ConsentWording.objects.filter(public_id__in=[wording for wording, _answer, _of in said])
    keys = {row.public_id: row.pk for row in rows}
    return [
        ConsentAnswer(wording_id=keys[wording], answer=answer, list_id=list_id)
        for wording, answer, list_id in said
        if wording in keys
    ]
