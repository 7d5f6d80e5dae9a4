"""The site's pictures."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)

from pages.pictures import clean_picture


class CleanFieldFile(WagtailImageFieldFile):
    """Writes to storage only what was drawn anew, whichever way the file came."""

    def save(self, name: str, content: Any, save: bool = True) -> None:  # noqa: FBT001, FBT002 (Django's signature)
        """Store the clean picture under a name of its own; see ``clean_picture()``."""
        picture = clean_picture(content)
        super().save(str(picture.name), picture, save)


class CleanImageField(WagtailImageField):
    """Wagtail's image field over ``CleanFieldFile``."""

    attr_class = CleanFieldFile


class CampaignImage(AbstractImage):
    """A picture: drawn anew on upload, so it carries no place, time or device, and never an SVG."""

    file = CleanImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    # Stays optional in the database: Wagtail parks an upload that lacks a required field on disk
    # as it came, GPS and all. CampaignImageForm asks for it instead.
    description = models.CharField(
        max_length=255,
        blank=True,
        verbose_name=_("description"),
        help_text=_("Says what is to be seen, for people who do not see it."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The description alone: a title is mostly a file name, which tells a listener nothing."""
        return self.description


class CampaignRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(CampaignImage, models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("image rendition")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="countersign_one_rendition_each"
            )
        ]
