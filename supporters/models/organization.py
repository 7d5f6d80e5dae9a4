"""The one organization that answers for this installation."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from privacy.canonical import PLAIN_DOMAIN
from privacy.localized import LocalizedTextField
from supporters.countries import choices_of_default

MOST_LINES = 20
AN_ADDRESS = URLValidator(schemes=["https"])


def check_domain(text: str) -> None:
    """Raises ValidationError for what is no name of a domain."""
    if not PLAIN_DOMAIN.fullmatch(text):
        raise ValidationError(_("Write the name of a domain alone, such as example.org."))


def lines_of(text: str) -> list[str]:
    """What stands on the lines of ``text``, without the empty ones and what is there twice."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def check_domains(text: str) -> None:
    """Raises ValidationError for a line that is no name of a domain, and for more than 20 lines."""
    lines = lines_of(text)
    _refuse_many(lines)
    for line in lines:
        check_domain(line)


def check_accounts(text: str) -> None:
    """Raises ValidationError for a line that is no https address, and for more than 20 lines."""
    lines = lines_of(text)
    _refuse_many(lines)
    for line in lines:
        try:
            AN_ADDRESS(line)
        except ValidationError:
            raise ValidationError(
                _("Write one whole address on each line: %(line)s is none that begins with https://."),
                params={"line": line},
            ) from None


def _refuse_many(lines: list[str]) -> None:
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Write %(most)s lines at most."), params={"most": MOST_LINES})


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
    footer = LocalizedTextField(
        _("at the foot of each page"),
        blank=True,
        help_text=_("A sentence below everything else, such as who answers for this site by law."),
    )
    accounts = models.TextField(
        _("our accounts elsewhere"),
        blank=True,
        validators=[check_accounts],
        help_text=_(
            "One address on each line, such as https://bsky.app/profile/example.org. They stand at the foot "
            "of each page as plain links, and on “Is this really from us?”."
        ),
    )
    mail_domains = models.TextField(
        _("other domains we write from"),
        blank=True,
        validators=[check_domains],
        help_text=_(
            "One on each line. The domain from which this site sends is known already. Both stand on “Is "
            "this really from us?”."
        ),
    )
    report_email = models.EmailField(
        _("address for doubtful mail"),
        blank=True,
        help_text=_("Where people ask whether a message is from us. Empty: the contact address."),
    )
    never_asks = LocalizedTextField(
        _("what else we never ask"),
        blank=True,
        help_text=_(
            "“Is this really from us?” says already that we ask for no password, no papers, no card by mail "
            "or phone. Add what concerns you alone: “We never collect money at doors.”"
        ),
    )
    default_country = models.CharField(
        _("default country"),
        max_length=2,
        blank=True,
        default="",
        db_default="",
        choices=choices_of_default,
        help_text=_(
            "Where a form, a file or a phone number names no country, it is this one. How phone numbers and "
            "postal codes are read, the names of regions and the size of printed paper follow it. People who "
            "are in the supporter file already stay as they are."
        ),
    )
    # The day somebody of the staff said to keep to them; the first-run checklist asks.
    house_rules_read = models.DateField(null=True, editable=False)

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
        MultiFieldPanel([FieldPanel("default_country")], heading=_("Where most people are")),
        MultiFieldPanel(
            [FieldPanel("mail_domains"), FieldPanel("report_email"), FieldPanel("never_asks")],
            heading=_("Is this really from us?"),
        ),
        MultiFieldPanel(
            [FieldPanel("accounts"), FieldPanel("footer")], heading=_("At the foot of each page")
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

    @property
    def asks_at(self) -> str:
        """Where somebody asks whether a message is from us; "" where there is no address at all."""
        return self.report_email or self.contact_email

    @property
    def further_domains(self) -> list[str]:
        """Domains other than this site's from which mail of ours comes, in small letters."""
        return [domain.lower() for domain in lines_of(self.mail_domains)]

    @property
    def account_links(self) -> list[dict[str, str]]:
        """``url`` and ``label``, the address as people write it, of our accounts elsewhere."""
        return [
            {"url": url, "label": url.removeprefix("https://").removeprefix("www.").rstrip("/")}
            for url in lines_of(self.accounts)
        ]

    def __str__(self) -> str:
        return self.name or str(self._meta.verbose_name)
