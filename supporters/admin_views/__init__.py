"""Staff's views of the supporter file: the listing, both searches, one profile and what is done there."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from privacy.staff_views import GuardedMenuItem
from supporters.admin_views.common import WHO
from supporters.admin_views.deeds import (
    DeleteNoteView,
    EraseView,
    LookAtNotesView,
    LookAtSupporterView,
    UnsubscribeAllView,
    UnsubscribeView,
)
from supporters.admin_views.labels import AnswersView, PutTagView, TakeTagView
from supporters.admin_views.listing import FileView
from supporters.admin_views.merging import FindOtherView, MergeView, UndoMergeView
from supporters.admin_views.profile import ProfileView, WriteNoteView
from supporters.admin_views.search import ExactSearchView, NameSearchView
from supporters.admin_views.sign_ups import HeldSignUpsView, LetThroughView
from supporters.admin_views.suggestions import CompareNamesView, DismissView, SuggestionsView
from supporters.people import CAN_SEE

ONE = "<uuid:supporter>/"


def merging_urls() -> list[URLPattern]:
    """Two records of one person: looked for, suggested, merged, and two again."""
    return [
        path("alike/", SuggestionsView.as_view(), name="alike"),
        path("alike/names/", CompareNamesView.as_view(), name="alike_names"),
        path("alike/<uuid:suggestion>/dismiss/", DismissView.as_view(), name="alike_dismiss"),
        path(f"{ONE}merge/", FindOtherView.as_view(), name="merge"),
        path(f"{ONE}merge/<uuid:other>/", MergeView.as_view(), name="merge_with"),
        path(f"{ONE}merges/<uuid:merge>/undo/", UndoMergeView.as_view(), name="merge_undo"),
    ]


class FileMenuItem(GuardedMenuItem):
    """The way there, for those to whom the file belongs."""

    permission = CAN_SEE
    who = WHO


class FileViewSet(ViewSet):
    """The addresses of the supporter file, with random ids."""

    name = "supporter"
    icon = "group"
    menu_label = _("Supporter file")
    menu_item_class = FileMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", FileView.as_view(), name="index"),
            path("results/", FileView.as_view(results_only=True), name="index_results"),
            path("held/", HeldSignUpsView.as_view(), name="held"),
            path("held/<uuid:sign_up>/through/", LetThroughView.as_view(), name="held_through"),
            path("find/", ExactSearchView.as_view(), name="find"),
            path("names/", NameSearchView.as_view(), name="names"),
            path(ONE, ProfileView.as_view(), name="profile"),
            path(f"{ONE}look/", LookAtSupporterView.as_view(), name="look"),
            path(f"{ONE}unsubscribe/", UnsubscribeAllView.as_view(), name="unsubscribe_all"),
            path(f"{ONE}unsubscribe/<uuid:list>/", UnsubscribeView.as_view(), name="unsubscribe"),
            path(f"{ONE}erase/", EraseView.as_view(), name="erase"),
            path(f"{ONE}tags/", PutTagView.as_view(), name="tag_put"),
            path(f"{ONE}tags/<uuid:tag>/take/", TakeTagView.as_view(), name="tag_take"),
            path(f"{ONE}fields/", AnswersView.as_view(), name="answers"),
            path(f"{ONE}notes/", WriteNoteView.as_view(), name="note_write"),
            path(f"{ONE}notes/read/", LookAtNotesView.as_view(), name="notes"),
            path(f"{ONE}notes/<uuid:note>/delete/", DeleteNoteView.as_view(), name="note_delete"),
            *merging_urls(),
        ]
