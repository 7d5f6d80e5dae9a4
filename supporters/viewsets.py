"""Staff's views of lists, partners, tags and consent wordings, in Wagtail's admin."""

from typing import Any

import django_filters
from django.conf import settings
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSetGroup

from privacy.actors import Actor
from privacy.freshness import needs_fresh_login
from privacy.localized import language_name
from privacy.viewsets import DeclaredViewSet, created_column
from supporters import services
from supporters.admin_views import FileViewSet
from supporters.admin_views.exports import ExportsMenuItem
from supporters.admin_views.hand_overs import HandOversMenuItem
from supporters.admin_views.imports import ImportsMenuItem
from supporters.admin_views.segments import SegmentsMenuItem
from supporters.custom_field_form import CustomFieldForm
from supporters.forms import WordingForm
from supporters.models import ConsentWording, CustomField, List, Partner, Tag
from supporters.registries import question_name, question_names
from supporters.services.partners import change_partner


def in_words(mail_list: List) -> str:
    """Whether a list is public: Wagtail's red cross would call it a fault that one is not."""
    return gettext("yes") if mail_list.is_public else gettext("no")


def page_link(mail_list: List) -> str:
    """The way to where people join a public list."""
    if not mail_list.is_public:
        return ""
    path = reverse("countersign_supporters:join_list", args=[mail_list.public_id])
    return format_html('<a href="{}">{}</a>', path, gettext("Where people join it"))


class ListViewSet(DeclaredViewSet):
    """The lists that supporters join."""

    model = List
    icon = "list-ul"
    add_to_admin_menu = False
    list_display = [
        "__str__",
        Column("is_public", label=_("Anybody can join"), accessor=in_words),
        "partner",
        Column("page", label=_("Its page"), accessor=page_link),
        created_column(),
    ]
    list_filter = ["is_public", "partner"]
    ordering = ["-pk"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("description"), FieldPanel("is_public"), FieldPanel("partner")]
    )


@needs_fresh_login
class PartnerCreateView(CreateView):
    """Makes the partner's consent questions with it."""

    def save_instance(self) -> Partner:
        partner = self.form.save(commit=False)
        return services.add_partner(partner=partner, actor=Actor.staff(self.request.user))


@needs_fresh_login
class PartnerEditView(EditView):
    """Notes who put a new key in."""

    def save_instance(self) -> Partner:
        partner = self.form.save(commit=False)
        return change_partner(partner=partner, actor=Actor.staff(self.request.user))


class PartnerViewSet(DeclaredViewSet):
    """The other organizations of the coalition."""

    model = Partner
    icon = "group"
    add_to_admin_menu = False
    add_view_class = PartnerCreateView
    edit_view_class = PartnerEditView
    list_display = ["name", "website", created_column()]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("website"), FieldPanel("recipient")])


class TagViewSet(DeclaredViewSet):
    """Topic words; the denylist refuses those about a person's status, with the reason."""

    model = Tag
    icon = "tag"
    add_to_admin_menu = False
    list_display = ["name", created_column()]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList([FieldPanel("name")])


class CustomFieldViewSet(DeclaredViewSet):
    """The organization's own questions; the denylist refuses those about a person's status."""

    model = CustomField
    icon = "form"
    add_to_admin_menu = False
    list_display = [
        "__str__",
        Column("key", label=_("Key"), sort_key="key"),
        Column("kind", label=_("Kind of answer"), accessor=lambda field: field.get_kind_display()),
        created_column(),
    ]
    ordering = ["key"]
    edit_handler = ObjectList(
        [FieldPanel("label"), FieldPanel("key"), FieldPanel("kind"), FieldPanel("choices")],
        base_form_class=CustomFieldForm,
    )


class WordingCreateView(CreateView):
    """Publishes a new version: what people answered stays under the words they saw."""

    page_title = _("New version of")
    success_message = _("The new words are asked from now on.")

    def save_instance(self) -> ConsentWording:
        data = self.form.cleaned_data
        wordings = services.publish_wording(
            key=data["key"],
            texts=self.form.texts(),
            partner=data["partner"],
            actor=Actor.staff(self.request.user),
        )
        return wordings[0]

    def get_success_buttons(self) -> list[Any]:
        return []  # There is nothing to edit: wordings are final.


class WordingFilters(WagtailFilterSet):
    """By question, and by language."""

    key = django_filters.ChoiceFilter(label=_("Question"), choices=question_names.items)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = ConsentWording
        fields = ["key", "language"]


class WordingViewSet(DeclaredViewSet):
    """The words of consent questions: read, and added to. Nobody changes or removes any."""

    model = ConsentWording
    icon = "openquote"
    add_to_admin_menu = False
    add_to_reference_index = False
    add_view_class = WordingCreateView
    list_display = [
        Column(
            "key", label=_("Question"), accessor=lambda wording: question_name(wording.key), sort_key="key"
        ),
        Column("partner", label=_("Yes to whom"), accessor=lambda wording: wording.partner or gettext("Us")),
        Column("version", label=_("Version"), sort_key="version"),
        Column("language", label=_("Language"), accessor=lambda wording: language_name(wording.language)),
        Column("text", label=_("Words")),
        created_column(),
    ]
    filterset_class = WordingFilters
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[WordingForm]:  # noqa: FBT001, FBT002 (Wagtail's)
        return WordingForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """As usual, without the addresses that are not served."""
        served = super().get_common_view_kwargs(**kwargs)
        return served | {f"{name}_url_name": None for name in ("edit", "delete", "history", "usage")}

    def get_urlpatterns(self) -> list[URLPattern]:
        """The listing and the form of a new version; no route edits or deletes."""
        return [
            route for route in super().get_urlpatterns() if route.name in {"index", "index_results", "add"}
        ]

    def register_admin_url_finder(self) -> None:
        """There is no page of one wording to be found."""


class SupportersViewSetGroup(ModelViewSetGroup):
    """One entry of the menu: the file, for those to whom it belongs, and what concerns all supporters."""

    menu_label = _("Supporters")
    menu_icon = "group"
    menu_order = 160
    items = (FileViewSet, ListViewSet, PartnerViewSet, TagViewSet, CustomFieldViewSet, WordingViewSet)

    def get_submenu_items(self) -> list[Any]:
        """With what is no plain listing of a model."""
        ours = [SegmentsMenuItem(), ImportsMenuItem(), ExportsMenuItem(), HandOversMenuItem()]
        return [*ours, *super().get_submenu_items()]
