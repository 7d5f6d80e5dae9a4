"""Staff's views of the lists that all campaigns share: kinds of events, and what people agree to."""

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView

from campaigns.form_fields import WordsField
from events.models import Agreement, EventKind
from events.services.kinds import write_agreement
from privacy.actors import Actor
from privacy.roles import Role
from privacy.viewsets import DeclaredViewSet, created_column

LONGEST_WORDS = 2_000


class EventKindViewSet(DeclaredViewSet):
    """The kinds of events, and whether theirs are guarded unless somebody says otherwise."""

    declared_for = (Role.ADMINISTRATORS,)
    model = EventKind
    icon = "tag"
    menu_label = _("Kinds of events")
    menu_order = 320
    add_to_settings_menu = True
    list_display = ["__str__", Column("is_guarded", label=_("Guarded by default"))]
    ordering = ["position", "pk"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("is_guarded"), FieldPanel("position")])


class AgreementForm(WagtailAdminModelForm):
    words = WordsField(
        label=_("Words"),
        longest=LONGEST_WORDS,
        rows=6,
        help_text=_("A new version. Who agreed to an older one agreed to its words, which stay."),
    )


class AgreementCreateView(CreateView):
    """Nobody changes what people agreed to: a change is the next version."""

    def save_instance(self) -> Agreement:
        return write_agreement(agreement=self.form.save(commit=False), actor=Actor.staff(self.request.user))

    def get_success_buttons(self) -> list[Any]:
        return []  # There is nothing to edit: versions are final.


class AgreementViewSet(DeclaredViewSet):
    """What people agree to before they come: read, and added to. Nobody changes or removes any."""

    declared_for = (Role.ADMINISTRATORS,)
    model = Agreement
    icon = "check"
    menu_label = _("Agreements")
    menu_order = 321
    add_to_settings_menu = True
    add_to_reference_index = False
    add_view_class = AgreementCreateView
    list_display = [
        Column("key", label=_("About"), accessor="get_key_display", sort_key="key"),
        Column("version", label=_("Version"), sort_key="version"),
        Column("name", label=_("Name"), accessor="__str__"),
        created_column(),
    ]
    ordering = ["key", "-version"]
    edit_handler = ObjectList(
        [FieldPanel("key"), FieldPanel("name"), FieldPanel("words")], base_form_class=AgreementForm
    )

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
        """There is no page of one agreement to be found."""
