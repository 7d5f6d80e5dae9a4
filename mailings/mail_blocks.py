"""What an editor can put into the body of a mail. Below the models, whose column it describes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from campaigns.blocks import ActionBlock
from supporters.models import Partner

TEXT_FEATURES = ["h3", "bold", "italic", "link", "ul", "ol"]
TAGS_HELP = _('Tags such as {{ given_name|"friend" }} are filled in for each person.')


class HeadingBlock(blocks.CharBlock):
    """A headline of the mail."""

    class Meta:
        icon = "title"
        label = _("Heading")


class PictureBlock(blocks.StructBlock):
    """A picture, said in words for whoever does not see it."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=240, label=_("Caption"))
    url = blocks.URLBlock(required=False, label=_("Where a press on it leads"))

    class Meta:
        icon = "image"
        label = _("Picture")


class ButtonBlock(blocks.StructBlock):
    """One button to any address."""

    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("A page of ours"))
    url = blocks.URLBlock(required=False, label=_("Or any other address"))

    class Meta:
        icon = "link"
        label = _("Button")


class MailActionBlock(blocks.StructBlock):
    """A petition, an event, a fundraiser, with the button that does it in one press."""

    action = ActionBlock(label=_("Action"))
    title = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: the title of its page.")
    )
    words = blocks.TextBlock(required=False, max_length=600, label=_("A few words"))
    label = blocks.CharBlock(
        required=False,
        max_length=60,
        label=_("Words on the button"),
        help_text=_("Empty: “Sign now” and the like."),
    )

    class Meta:
        icon = "form"
        label = _("Action")


class QuoteBlock(blocks.StructBlock):
    """Words that somebody said in public."""

    words = blocks.TextBlock(max_length=600, label=_("Words"))
    who = blocks.CharBlock(required=False, max_length=160, label=_("Who, and in which office"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PartnerChoiceBlock(blocks.FieldBlock):
    """A partner by its public id: a body outlives the row, and is the same in every installation."""

    def __init__(self, *, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(required=required, help_text=help_text, choices=_partner_choices)
        super().__init__(**kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def find(self, value: str | None) -> Partner | None:
        """The partner, or None: it is gone."""
        try:
            return Partner.objects.filter(public_id=UUID(value or "")).first()
        except ValueError:
            return None

    class Meta:
        icon = "group"
        label = _("Partner")
        default = ""


def _partner_choices() -> list[tuple[str, str]]:
    found = Partner.objects.values_list("public_id", "name")
    return [("", "—"), *((str(public_id), name) for public_id, name in found)]


class PartnerFootBlock(blocks.StructBlock):
    """The foot of a mail that a partner signs with us: its name, its address, its words."""

    partner = PartnerChoiceBlock(label=_("Partner"))
    words = blocks.TextBlock(required=False, max_length=400, label=_("Words"))

    class Meta:
        icon = "group"
        label = _("Foot of a partner")


class MailBody(blocks.StreamBlock):
    """The body of a mail. The unsubscribe link, our name and address stand under it in any case."""

    heading = HeadingBlock(max_length=120)
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", help_text=TAGS_HELP)
    image = PictureBlock()
    button = ButtonBlock()
    action = MailActionBlock()
    divider = blocks.StaticBlock(
        icon="horizontalrule", label=_("Line"), admin_text=_("A line across the mail.")
    )
    quote = QuoteBlock()
    footer = PartnerFootBlock()
