"""What a visitor can do next: come, join a list, pass it on.

``block_id=`` of the parent context tells two of a sort on one page apart.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from campaigns.page_url import address_of
from campaigns.sharing import sharing_for
from events.selectors.listing import DateFilter, ListedDate, dates_listed
from pages.blocks import examples
from pages.blocks.ahead import told_ahead
from pages.blocks.groups import DOING
from pages.blocks.picking import CampaignBlock, MailListBlock
from privacy.conf import current
from supporters.form_gate import form_gate
from supporters.join_forms import JoinForm
from supporters.models import ConsentWording
from supporters.selectors import LIST_WORDING, current_wording

# Where an editor did not say how many.
MOST_COMING = 4


def _key_of(value: Any) -> int | None:
    return value["campaign"].pk if value["campaign"] else None


class EventsBlock(blocks.StructBlock):
    """The next dates."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    campaign = CampaignBlock(
        required=False, label=_("Only of this campaign"), help_text=_("Empty: dates of all campaigns.")
    )
    number = blocks.IntegerBlock(min_value=1, max_value=12, default=MOST_COMING, label=_("How many dates"))

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> dict[int | None, tuple[list[ListedDate], bool]]:
        """The dates of each campaign asked for; of none: of all."""
        campaigns = {_key_of(value): value["campaign"] for value in values}
        return {key: dates_listed(DateFilter(campaign=campaign)) for key, campaign in campaigns.items()}

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``coming``, the next dates, and whether there are ``more``."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        ahead = told_ahead(EventsBlock, context, value)
        found, has_more = ahead[_key_of(value)]
        number = value["number"] or MOST_COMING
        context["coming"], context["has_more"] = found[:number], has_more or len(found) > number
        return context

    class Meta:
        icon = "date"
        group = DOING
        label = _("Next dates")
        description = _("The next dates, kept up to date by themselves.")
        preview_value = staticmethod(examples.events)
        template = "pages/blocks/events.html"


class JoinBlock(blocks.StructBlock):
    """The form of a list: news by mail."""

    list = MailListBlock(label=_("List"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: the name of the list.")
    )
    words = blocks.TextBlock(required=False, max_length=300, label=_("A few words"))

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> ConsentWording:
        """The words under the button, which are the same for all lists."""
        return current_wording(LIST_WORDING, get_language() or "")

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``list`` (None: gone, or no longer public) and what its form is drawn with."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        mail_list = value["list"]
        context["list"] = None
        if mail_list is None or not mail_list.is_public:
            return context
        language = get_language() or ""
        wording = told_ahead(JoinBlock, context, value)
        form = JoinForm(asked=wording)
        form.auto_id = f"join-{context.get('block_id', '')}-%s"
        name, name_language = mail_list.name.best(language)
        context |= {
            "list": mail_list,
            "name": name,
            "name_language": name_language,
            "form": form,
            "action": reverse("countersign_supporters:join_list", args=[mail_list.public_id]),
        }
        if (gate := form_gate()) is not None:
            context |= {"guard": gate.template, **gate.fields(form)}
        return context

    class Meta:
        icon = "mail"
        group = DOING
        label = _("News by mail")
        description = _("The form of a public list. Nobody is on it before pressing the button in our mail.")
        preview_value = staticmethod(examples.join)
        template = "pages/blocks/join.html"


class ShareBlock(blocks.StructBlock):
    """Ways to pass the page on."""

    sentence = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("What is said with it"),
        help_text=_("Empty: the title of the page."),
    )

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``sharing``: None where the page has no address yet. Without a page the front is passed on."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        said = (value["sentence"] or "").replace("%", "%%") or "%(title)s"
        url, title = urljoin(current().base_url, "/"), ""
        if isinstance(page, Page):
            url, title = (address_of(page, context.get("request")) if page.pk else ""), page.title
        context["sharing"] = sharing_for(url, title=title, said=said) if url else None
        context["share_key"] = context.get("block_id", "")
        return context

    class Meta:
        icon = "resubmit"
        group = DOING
        label = _("Pass it on")
        description = _("Links to pass the page on, without trackers.")
        preview_value = staticmethod(examples.share)
        template = "pages/blocks/share.html"
