"""What an organization may change of the look: one colour, its logo, and light or dark."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pages import contrast


def refuse_weak_accent(value: str) -> None:
    """Refuse a colour that does not stand out in light and in dark mode, and name the nearest that does."""
    if not contrast.is_colour(value):
        raise ValidationError(
            _("Write the colour as # and six digits, for instance #d42a1e."), code="not_a_colour"
        )
    if not contrast.serves_both_modes(value):
        raise ValidationError(
            _(
                "Against the page, this colour reaches %(light).1f in light and %(dark).1f in dark mode; "
                "both must be 3.0 or more. The nearest that does is %(nearest)s."
            ),
            code="weak_colour",
            params={
                "light": contrast.ratio(value, contrast.LIGHT_GROUND),
                "dark": contrast.ratio(value, contrast.DARK_GROUND),
                "nearest": contrast.nearest_serving(value),
            },
        )


class AccentField(models.CharField):
    """A colour, kept in lower case."""

    default_validators = [refuse_weak_accent]

    def to_python(self, value: Any) -> Any:
        """Take what a colour picker or a person writes: any case, spaces around it."""
        cleaned = super().to_python(value)
        return cleaned.strip().lower() if isinstance(cleaned, str) else cleaned


class Mode(models.TextChoices):
    """Which of both looks a reader sees."""

    DEVICE = "device", _("light or dark, as the reader's device asks")
    LIGHT = "light", _("always light")
    DARK = "dark", _("always dark")


@register_setting(icon="view")
class LookSettings(BaseSiteSetting):
    """Accent colour, logo and mode of one site."""

    accent = AccentField(
        _("accent colour"),
        max_length=7,
        default=contrast.DEFAULT_ACCENT,
        help_text=_("As # and six digits. Text on it becomes black or white by itself."),
    )
    logo = models.ForeignKey(
        "site_pages.CampaignImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Shown in place of the organization's name; wide and low reads best."),
    )

    mode = models.CharField(
        _("light and dark"),
        max_length=6,
        choices=Mode,
        default=Mode.DEVICE,
        help_text=_("Leave it to the device where you can: some readers need one of both."),
    )

    panels = [FieldPanel("accent"), FieldPanel("logo"), FieldPanel("mode")]

    class Meta:
        verbose_name = _("look")

    @property
    def schemes(self) -> str:
        """Which looks the page has, in the words of HTML's ``color-scheme``."""
        return "light dark" if self.mode == Mode.DEVICE else str(self.mode)

    @property
    def fingerprint(self) -> str:
        """Names the stylesheet made from this look, so that browsers may keep it for ever."""
        return sha256(self.stylesheet().encode()).hexdigest()[:12]

    def stylesheet(self) -> str:
        """The custom properties ``tokens.css`` leaves to the organization."""
        light = contrast.readable(self.accent, contrast.LIGHT_GROUND)
        dark = contrast.readable(self.accent, contrast.DARK_GROUND)
        on_accent = contrast.text_on(self.accent)
        # The rays of a poster lean away from the words on it, which so only gain.
        ray = contrast.BLACK if on_accent == contrast.WHITE else contrast.WHITE
        return (
            f":root{{--accent:{self.accent};--on-accent:{on_accent};--ray:{ray};--accent-text:{light}}}\n"
            "@media screen and (prefers-color-scheme:dark)"
            f'{{:root:not([data-mode="light"]){{--accent-text:{dark}}}}}\n'
            f'@media screen{{:root[data-mode="dark"]{{--accent-text:{dark}}}}}\n'
        )
