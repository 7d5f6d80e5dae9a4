"""What a visitor can do next: come, join a list, pass it on."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks.groups import DOING
from pages.blocks.picking import CampaignBlock, MailListBlock


class EventsBlock(blocks.StructBlock):
    """The next dates."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    campaign = CampaignBlock(
        required=False, label=_("Only of this campaign"), help_text=_("Empty: dates of all campaigns.")
    )
    number = blocks.IntegerBlock(min_value=1, max_value=12, default=4, label=_("How many"))

    class Meta:
        icon = "date"
        group = DOING
        label = _("Next dates")
        template = "pages/blocks/events.html"


class JoinBlock(blocks.StructBlock):
    """The form of a list: news by mail."""

    list = MailListBlock(label=_("List"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: the name of the list.")
    )
    words = blocks.TextBlock(required=False, max_length=300, label=_("A few words"))

    class Meta:
        icon = "mail"
        group = DOING
        label = _("News by mail")
        template = "pages/blocks/join.html"


class ShareBlock(blocks.StructBlock):
    """Ways to pass the page on."""

    sentence = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("What is said with it"),
        help_text=_("Empty: the title of the page."),
    )

    class Meta:
        icon = "resubmit"
        group = DOING
        label = _("Pass it on")
        template = "pages/blocks/share.html"
