"""Staff's viewsets of what a mailing is written with: words, senders, wrappers."""

from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from mailings.admin_views.words import (
    WordsCompareView,
    WordsDeleteView,
    WordsEditView,
    WordsHistoryView,
    WordsLookView,
    WordsPreviewView,
    WordsRevertView,
    WordsRevisionView,
)
from mailings.models import MailContent, Sender, Wrapper
from privacy.viewsets import DeclaredViewSet


class CountedInput(forms.TextInput):
    """A line beside which a script says whether a phone shows all of it."""

    def __init__(self, shown: int) -> None:
        super().__init__(attrs={"data-shown-on-a-phone": str(shown)})

    class Media:
        js = ("mailings/line_length.js",)


class WordsViewSet(DeclaredViewSet):
    """The words of mailings. Begun and listed on the page of their mailing, so there is no list of all."""

    model = MailContent
    icon = "edit"
    edit_view_class = WordsEditView
    delete_view_class = WordsDeleteView
    history_view_class = WordsHistoryView
    edit_handler = ObjectList(
        [
            FieldPanel("subject", widget=CountedInput(40), help_text=_("A phone shows about 40 characters.")),
            FieldPanel(
                "preheader",
                widget=CountedInput(90),
                help_text=_("What many mailboxes show after the subject, about 90 characters of it."),
            ),
            HelpPanel(template="mailings/admin/tags_panel.html"),
            FieldPanel("body"),
        ]
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = ("revisions_view", "revisions_revert", "revisions_compare")
        urls = {f"{name}_url_name": self.get_url_name(name) for name in names}
        without = {"index_url_name": None, "index_results_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**urls, **without, **kwargs})

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(preview_url_name=self.get_url_name("preview_on_edit"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        revision = "history/<int:pk>/revisions/<int:revision_id>/"
        form = self.get_form_class(for_update=True)
        views = self.construct_view
        return [
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
            path("look/<int:pk>/", views(WordsLookView), name="look"),
            path("preview/<int:pk>/", views(WordsPreviewView, form_class=form), name="preview_on_edit"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
            path(f"{revision}view/", views(WordsRevisionView), name="revisions_view"),
            path(
                f"{revision}revert/",
                views(WordsRevertView, **self.get_edit_view_kwargs()),
                name="revisions_revert",
            ),
            path(
                "compare/<int:pk>/<str:revision_id_a>...<str:revision_id_b>/",
                views(WordsCompareView, edit_handler=self._edit_handler),
                name="revisions_compare",
            ),
        ]

    @cached_property
    def url_prefix(self) -> str:
        return "mailing-words"


class SenderViewSet(DeclaredViewSet):
    """In whose name mailings come."""

    model = Sender
    icon = "user"
    menu_label = _("From-names")
    list_display: ClassVar[list[Column]] = [
        Column("name", label=_("Name"), accessor=str),
        Column("campaign", label=_("Campaign"), accessor=lambda row: row.campaign or "–"),
        Column("reply_to", label=_("Answers go to"), accessor=lambda row: row.reply_to or "–"),
    ]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("campaign"), FieldPanel("reply_to")])


class WrapperViewSet(DeclaredViewSet):
    """The looks of mailings."""

    model = Wrapper
    icon = "view"
    menu_label = _("Wrappers")
    list_display: ClassVar[list[Column]] = [
        Column("name", label=_("Name"), accessor=str),
        Column("partner", label=_("Partner"), accessor=lambda row: row.partner or "–"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("partner"),
            FieldPanel("logo"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("accent"), FieldPanel("background"), FieldPanel("text_colour")])],
                heading=_("Colours"),
            ),
            FieldPanel("footer"),
        ]
    )
