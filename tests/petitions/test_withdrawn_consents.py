"""A yes that is taken back in the own door ends what a petition does with it."""

import pytest

from campaigns.enums import NewsChoice
from petitions import wordings
from petitions.models import Petition, Signature
from supporters.models import Subscription
from supporters.selectors import current_wording, standing_consents
from supporters.services import withdraw_consent
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import PERSON

pytestmark = pytest.mark.django_db


def sign_with(petition: Petition, news: NewsChoice) -> Signature:
    """As the form does: the answer, and the words it was given to."""
    key = wordings.NEWS if news == NewsChoice.CAMPAIGN else wordings.UPDATES
    of = str(petition.campaign.news_list.public_id) if news == NewsChoice.CAMPAIGN else ""
    said = {"news": news.value, "consents": [[str(current_wording(key, "en").public_id), True, of]]}
    return sign_and_confirm(petition, "maria@example.org", said=said)


@pytest.mark.parametrize("news", [NewsChoice.CAMPAIGN, NewsChoice.ONLY_THIS])
def test_nobody_is_written_to_any_more_and_the_other_campaign_stands(news):
    mine, other = make_petition(), make_petition()
    signed, elsewhere = sign_with(mine, news), sign_with(other, NewsChoice.CAMPAIGN)
    [consent] = [
        one
        for one in standing_consents(signed.supporter)
        if one.list_id != other.campaign.news_list.public_id
    ]

    withdraw_consent(
        supporter=signed.supporter,
        wording_id=consent.wording.public_id,
        list_id=consent.list_id,
        actor=PERSON,
    )

    said = dict(Signature.objects.values_list("pk", "news"))
    assert said == {signed.pk: NewsChoice.NO, elsewhere.pk: NewsChoice.CAMPAIGN}
    assert Subscription.objects.get(list=other.campaign.news_list).state == "subscribed"
    assert [one.list_id for one in standing_consents(signed.supporter)] == [
        other.campaign.news_list.public_id
    ]
