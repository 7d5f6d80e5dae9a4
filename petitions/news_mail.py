"""How one message to signers is written: the same for everybody but for greeting, language and way out."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from campaigns.enums import NewsChoice
from outbox.kinds import Content, Recipient, render_mail
from outbox.links import absolute_url
from petitions.elsewhere import foreign_hosts
from petitions.models import Signature, SignerNews
from privacy.links import Purpose, make_link_token
from supporters.addresses import unsubscribe_url
from supporters.models import Organization

TEMPLATE = "petitions/mail/news"


def way_out_of(signature: Signature) -> str:
    """Where this person ends what they asked for, and no more: a campaign's list, or one petition's news."""
    if signature.news == NewsChoice.CAMPAIGN and signature.supporter is not None:
        return unsubscribe_url(signature.supporter, signature.petition.campaign.news_list)
    token = make_link_token(Purpose.UNSUBSCRIBE, signature.public_id, extra=signature.petition.public_id)
    return absolute_url(reverse("countersign_petition_no_updates", args=[token]))


def recipient_of(signature: Signature) -> Recipient:
    """Whom the letter to this signer goes to. The signer's key is needed: raises what ``unseal()`` raises."""
    details = signature.supporter.unseal()  # type: ignore[union-attr]
    return Recipient(
        address=details.email,
        language=signature.language,
        data={"given_name": details.given_name, "only_this": signature.news == NewsChoice.ONLY_THIS},
        unsubscribe_url=way_out_of(signature),
    )


def write_news(news: SignerNews, recipient: Recipient) -> Content:
    """The letter in the recipient's language. Words that are not written in it say which they are in."""
    with translation.override(recipient.language):
        return render_mail(
            TEMPLATE,
            {
                **news_words(news, recipient.language),
                **recipient.data,
                "language": recipient.language,
                "unsubscribe_url": recipient.unsubscribe_url,
                "is_news": True,
                "organization": Organization.load(),
            },
        )


def news_words(news: SignerNews, language: str) -> dict[str, Any]:
    """What an editor or organizer wrote, in ``language`` or the nearest there is."""
    words, words_language = news.text.best(language)
    return {
        "words_subject": news.subject.best(language)[0],
        "words": words,
        "words_language": words_language,
        "button_label": news.button_label.best(language)[0] or news.button_url,
        "button_url": news.button_url,
        "title": news.petition.title_in(language),
        "is_pledge": news.petition.is_pledge,
        "campus": news.place.where.name if news.place is not None else "",
        "is_local": news.is_local,
        # There somebody may well see what is pressed: no promise is made for it.
        "leads_elsewhere": bool(foreign_hosts(news)),
    }
