"""One message to signers who asked for news, and the ledger of whom it went to."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.enums import SendState
from outbox.models import SendRow
from petitions.enums import NewsAudience, NewsState
from petitions.models.petitions import Petition
from petitions.models.places import Place
from petitions.models.signatures import Signature
from petitions.models.updates import SECURE
from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField


class SignerNews(models.Model):
    """One message to the signers of a petition, or of one campus, who asked for news; in plain text.

    Whoever writes it never learns who they are. ``state`` is written by ``services.approve_news()``,
    ``decline_news()``, ``stop_news()`` and the job that sends, each by one conditional UPDATE.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="news")
    # Only to those who signed at this campus.
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="news", db_index=False)
    audience = models.CharField(_("to whom"), max_length=8, choices=NewsAudience, editable=False)
    # Written by the holder of a campus link, who may write once in seven days.
    is_local = models.BooleanField(default=False, editable=False)
    subject = LocalizedTextField(_("subject"))
    text = LocalizedTextField(_("text"))
    button_label = LocalizedTextField(_("button"), blank=True)
    button_url = models.URLField(_("where the button leads"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=NewsState, default=NewsState.PROPOSED, editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    approved_on = models.DateField(null=True, editable=False)
    # How far the ledger is filled: the key of the last signature that got a row, and whether all have.
    filled_to = models.BigIntegerField(default=0, editable=False)
    is_filled = models.BooleanField(default=False, editable=False)
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("message to signers")
        verbose_name_plural = _("messages to signers")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NewsState.values), name="countersign_news_state"),
            models.CheckConstraint(
                condition=Q(audience__in=NewsAudience.values), name="countersign_news_audience"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NewsState.APPROVED, NewsState.ENDED]) | Q(approved_on__isnull=False),
                name="countersign_news_approved",
            ),
            models.CheckConstraint(
                condition=Q(button_url="") | Q(button_url__startswith=SECURE), name="countersign_news_link"
            ),
            models.CheckConstraint(
                condition=Q(is_local=False) | Q(place__isnull=False, audience=NewsAudience.OF_CAMPAIGN),
                name="countersign_local_news",
            ),
        ]
        indexes = [
            models.Index(fields=["place"], name="countersign_news_place", condition=Q(place__isnull=False)),
            # The few that wait for somebody or are on their way.
            models.Index(
                fields=["id"],
                name="countersign_news_open",
                condition=Q(state__in=[NewsState.PROPOSED, NewsState.APPROVED]),
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.public_id.hex[:4].upper()}"


class NewsLetter(SendRow):
    """One message to one signer: a row of the send ledger, made by ``jobs.news.fill_news()`` alone.

    Holds no address and no text. The unique pair is what keeps anybody from getting it twice; it stays
    for 30 days, by when the message has long ended and is never filled again.
    """

    message = models.ForeignKey(SignerNews, models.CASCADE, related_name="letters", db_index=False)
    signature = models.ForeignKey(Signature, models.CASCADE, related_name="+")

    class Meta(SendRow.Meta):
        verbose_name = _("letter of news")
        verbose_name_plural = _("letters of news")
        constraints = [
            *SendRow.Meta.constraints,
            models.UniqueConstraint(fields=["message", "signature"], name="countersign_news_once_each"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.public_id.hex[:4].upper()}"


class NewsLetterCount(models.Model):
    """How many letters of one message ended how, once their rows are gone."""

    message = models.ForeignKey(SignerNews, models.CASCADE, related_name="counts", db_index=False)
    state = models.CharField(max_length=8, choices=SendState)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of letters of news")
        verbose_name_plural = _("counts of letters of news")
        constraints = [
            models.UniqueConstraint(fields=["message", "state"], name="countersign_one_news_count_each")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"
