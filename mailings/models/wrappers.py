"""What a mailing is wrapped in: logo, colours, foot."""

from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from privacy.days import ChangedDayField, utc_today
from privacy.localized import LocalizedTextField
from supporters.models import Partner

hex_colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six digits, such as #a3123f.")
)


class Wrapper(models.Model):
    """The look of a mailing, for the organization or one of its partners."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    # At most one. A stream, because a foreign key would tie our migrations to the site's own image model.
    logo = StreamField([("image", ImageBlock())], blank=True, max_num=1, verbose_name=_("logo"))
    accent = models.CharField(_("accent colour"), max_length=7, default="#a3123f", validators=[hex_colour])
    background = models.CharField(
        _("background colour"), max_length=7, default="#ffffff", validators=[hex_colour]
    )
    text_colour = models.CharField(
        _("colour of text"), max_length=7, default="#1a1a1a", validators=[hex_colour]
    )
    footer = LocalizedTextField(
        _("foot"),
        blank=True,
        help_text=_("Stands above the postal address and the link to unsubscribe, which are always there."),
    )
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    created = models.DateField(default=utc_today, editable=False)
    changed = ChangedDayField()

    class Meta:
        verbose_name = _("wrapper of mailings")
        verbose_name_plural = _("wrappers of mailings")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
