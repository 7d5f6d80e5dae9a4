"""Links out of a body: a button, a card for somebody else's page, the partners."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from pages.blocks import examples
from pages.blocks.groups import SHOWING
from pages.blocks.picking import PartnerBlock


class LinkValue(blocks.StructValue):
    """Where a link leads."""

    @property
    def href(self) -> str:
        """The address of the page as long as it is live, else the other one; "" leads nowhere."""
        page = self.get("page")
        if page is not None and page.live:
            return page.url or ""
        return self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """One button, to a page of ours or to any address."""

    label = blocks.CharBlock(
        required=False,
        max_length=60,
        label=_("Words on the button"),
        help_text=_("Empty: there is no button."),
    )
    page = blocks.PageChooserBlock(required=False, label=_("A page of ours"))
    url = blocks.URLBlock(required=False, label=_("Or any other address"))

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse words that lead nowhere."""
        cleaned = super().clean(value)
        if cleaned["label"] and cleaned["page"] is None and not cleaned["url"]:
            raise StructBlockValidationError(
                block_errors={
                    "url": ValidationError(_("Say where the button leads, or leave its words empty."))
                }
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Button")
        value_class = LinkValue
        template = "pages/blocks/link.html"


class LinkCardBlock(blocks.StructBlock):
    """A page of somebody else as a card. Nothing of theirs is loaded: words and picture are ours."""

    url = blocks.URLBlock(label=_("Address of the page"))
    title = blocks.CharBlock(max_length=140, label=_("Title"))
    words = blocks.TextBlock(required=False, max_length=300, label=_("A few words"))
    whose = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Whose page it is"),
        help_text=_("Empty: the name of its site is shown."),
    )
    image = ImageBlock(required=False, label=_("Picture"))

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``host``: whose address it is, without what nobody reads."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["host"] = (urlsplit(value["url"] or "").hostname or "").removeprefix("www.")
        return context

    class Meta:
        icon = "link-external"
        group = SHOWING
        label = _("Link as a card")
        description = _("Somebody else’s page as a card. Nothing is loaded from there.")
        preview_value = staticmethod(examples.link_card)
        template = "pages/blocks/link_card.html"


class PartnerLogoBlock(blocks.StructBlock):
    """One partner, by its logo or its name."""

    partner = PartnerBlock(label=_("Partner"))
    logo = ImageBlock(required=False, label=_("Logo"), help_text=_("Without one its name is shown."))


class PartnersBlock(blocks.StructBlock):
    """Those who do this with us."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    partners = blocks.ListBlock(PartnerLogoBlock(), min_num=1, max_num=40, label=_("Partners"))

    class Meta:
        icon = "group"
        group = SHOWING
        label = _("Partners")
        description = _("Organizations that do this with us, by logo or name.")
        preview_value = staticmethod(examples.partners)
        template = "pages/blocks/partners.html"
