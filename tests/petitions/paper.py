"""Slips of paper for tests: a batch is begun, slips are typed."""

from datetime import timedelta
from uuid import uuid4

from campaigns.enums import NewsChoice
from petitions import services
from petitions.models import PaperBatch, Petition, Signature
from petitions.services import Slip
from petitions.wordings import FIRST_WORDINGS, NEWS, UPDATES
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import ConsentWording
from supporters.services import publish_wording

STAFF = Actor.system()
NO = NewsChoice.NO.value


def begin(petition, *, place=None, days_ago=0, news_version=1, actor=STAFF, **said) -> PaperBatch:
    publish_first(petition)
    petition = Petition.objects.select_related("campaign__news_list").get(pk=petition.pk)
    return services.begin_batch(
        petition=petition,
        public_id=said.pop("public_id", None) or uuid4(),
        day=utc_today() - timedelta(days=days_ago),
        place=place,
        news_version=news_version,
        updates_version=1 if news_version else 0,
        actor=actor,
    )


def publish_first(petition):
    """The words that are printed on slips: a site has them from its first migration on."""
    for key in (NEWS, UPDATES):
        if not ConsentWording.objects.filter(key=key, partner=None).exists():
            publish_wording(key=key, texts=FIRST_WORDINGS[key], actor=STAFF)


def enter(batch, email="ada@example.org", *, public_id=None, actor=STAFF, **said) -> Signature | None:
    """Type one slip; the row that came of it, if any."""
    public_id = public_id or uuid4()
    fields = {"given_name": "Ada", "family_name": "Lovelace", "postal_code": "94110", "news": NO}
    slip = Slip(**{"email": email, **fields, **said})
    services.enter_slip(batch=batch, public_id=public_id, slip=slip, actor=actor)
    return Signature.objects.select_related("petition__campaign").filter(public_id=public_id).first()
