"""The one organization that answers for this installation."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from privacy.canonical import PLAIN_DOMAIN
from privacy.localized import LocalizedTextField


def check_domain(text: str) -> None:
    """Raises ValidationError for what is no name of a domain."""
    if not PLAIN_DOMAIN.fullmatch(text):
        raise ValidationError(_("Write the name of a domain alone, such as example.org."))


class Organization(BaseGenericSetting):
    """Who we are: the name and addresses that stand under every mail and on "What we hold"."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Where people write who answer a mail.")
    )
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("Stands at the foot of every mail; a post office box is enough."),
    )
    privacy_contact = models.EmailField(
        _("privacy contact"), blank=True, help_text=_("Who answers questions about what is kept.")
    )
    about = LocalizedTextField(
        _("who we are"), blank=True, help_text=_("One or two sentences, in each language of the site.")
    )

    exports_need_two = models.BooleanField(
        _("exports need a second person"),
        default=False,
        help_text=_(
            "What leaves, a table or what a partner is given, is made only once another data steward has "
            "agreed to it. So is an import by which people may be written to, or many get no mail any more."
        ),
    )
    canary_domain = models.CharField(
        _("domain for canaries"),
        max_length=253,
        blank=True,
        validators=[check_domain],
        help_text=_(
            "Each table of supporters that mail is sent by holds invented addresses at this domain of "
            "yours. Mail that arrives there unexpectedly tells that the table got into other hands. Take "
            "one that nobody knows as yours, not that of your website. Empty: no invented addresses, and "
            "each table of addresses needs a second person."
        ),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("website"), FieldPanel("about")], heading=_("Who we are")
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("postal_address"), FieldPanel("privacy_contact")],
            heading=_("How to reach us"),
        ),
        MultiFieldPanel([FieldPanel("exports_need_two"), FieldPanel("canary_domain")], heading=_("Safety")),
    ]

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organization")

    def clean(self) -> None:
        """Raises ValidationError for canaries at the website's own domain: everybody would know them."""
        super().clean()
        own = (urlsplit(self.website).hostname or "").removeprefix("www.")
        if own and self.canary_domain.lower().removeprefix("www.") == own:
            raise ValidationError({"canary_domain": _("Take another domain than that of your website.")})

    def __str__(self) -> str:
        return self.name or str(self._meta.verbose_name)
