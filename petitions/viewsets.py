"""Staff's views of petitions in Wagtail's admin: listing, form, and the chooser of the page editor."""

from typing import Any

from django.db.models import QuerySet
from django.forms import ValidationError
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets.button import Button

from campaigns.selectors import visible_campaigns
from petitions import admin_views, selectors
from petitions.models import Petition
from petitions.staff_urls import staff_paths
from privacy.choosers import OwnChooserViewSet
from privacy.scopes import AnyUser
from privacy.viewsets import DeclaredViewSet, NeededDeleteView, OwnRows, own_url_finder

MOST_PARTNERS = 3


class PetitionForm(WagtailAdminModelForm):
    """Offers the campaigns of whose team one is, and three partners at most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" in self.fields and self.for_user is not None:
            self.fields["campaign"].queryset = visible_campaigns(self.for_user)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if len(cleaned.get("partners") or ()) > MOST_PARTNERS:
            self.add_error("partners", ValidationError(_("Choose three partners at most.")))
        return cleaned


class OwnPetitions(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Petition]:
        return selectors.visible_to(user)


class PetitionIndexView(IndexView):
    """The petitions of one's campaigns with their totals: two queries more, however many rows."""

    def get_base_queryset(self) -> QuerySet[Petition]:
        return selectors.visible_to(self.request.user)

    def get_table(self, object_list: Any) -> Table:
        petitions = list(object_list)
        totals, waiting = selectors.totals_of(petitions), selectors.waitings_of(petitions)
        for petition in petitions:
            petition.shown_counted = totals.get(petition.pk, 0)
            petition.shown_waiting = waiting.get(petition.pk, 0)
        return super().get_table(petitions)

    def get_list_more_buttons(self, instance: Petition) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.request.user.has_perm(admin_views.CAN_SEE):
            buttons.append(
                Button(gettext("Signatures"), url=signatures_url(instance), icon_name="form", priority=5)
            )
        return [*buttons, *more_buttons(self.request.user, instance)]

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            message: str = super().no_results_message
            return message
        return gettext(
            "No petition yet. Make one here, or in the editor of its page: choose “Petition”, then “Create”."
        )


class PetitionEditView(OwnPetitions, EditView):
    def save_instance(self) -> Petition:
        """What is not in the form is kept as it is now: services may have written it since it was read.

        Else a petition that was closed meanwhile would be open again, without its key.
        """
        rows = Petition.objects.select_for_update(no_key=True).filter(pk=self.form.instance.pk)
        unseen = [field.attname for field in Petition._meta.concrete_fields if not field.editable]
        for name, value in rows.values(*unseen).get().items():
            setattr(self.form.instance, name, value)
        saved: Petition = super().save_instance()
        return saved

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [*super().header_more_buttons]
        if self.request.user.has_perm(admin_views.CAN_SEE):
            buttons.append(Button(gettext("Signatures"), url=signatures_url(self.object), icon_name="form"))
        buttons += admin_views.state_buttons(self.request.user, self.object)
        return [*buttons, *more_buttons(self.request.user, self.object)]


class PetitionDeleteView(OwnPetitions, NeededDeleteView):
    pass


class PetitionHistoryView(OwnPetitions, HistoryView):
    pass


class PetitionUsageView(OwnPetitions, UsageView):
    pass


def more_buttons(user: AnyUser, petition: Petition) -> list[Button]:
    """What else can be done with a petition, by whoever may."""
    ways = (
        admin_views.overview_button,
        admin_views.places_button,
        admin_views.tell_button,
        admin_views.deliveries_button,
        admin_views.exports_button,
        admin_views.paper_button,
        admin_views.kiosks_button,
        admin_views.rules_button,
        admin_views.embeds_button,
    )
    return [button for way in ways for button in way(user, petition)]


def signatures_url(petition: Petition) -> str:
    """Where staff see a petition's signatures."""
    return reverse("petition:signatures", args=[petition.public_id])


class PetitionViewSet(DeclaredViewSet):
    """Petitions and pledges: who is asked what by which rules. The words are on their pages."""

    model = Petition
    icon = "edit"
    menu_label = _("Petitions")
    menu_order = 155
    add_to_admin_menu = True
    index_view_class = PetitionIndexView
    edit_view_class = PetitionEditView
    delete_view_class = PetitionDeleteView
    history_view_class = PetitionHistoryView
    usage_view_class = PetitionUsageView
    list_display = [
        "name",
        Column("campaign", label=_("Campaign"), sort_key="campaign"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        TitleColumn("shown_counted", label=_("Signatures"), get_url=signatures_url),
        Column("shown_waiting", label=_("Waiting for confirmation")),
    ]
    list_filter = ["state", "is_pledge"]
    list_per_page = 50
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("is_pledge")]),
            InlinePanel(
                "petition_targets",
                heading=_("Addressed to"),
                label=pgettext_lazy("one whom a petition addresses", "Target"),
                panels=[FieldPanel("target")],
            ),
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldPanel("goal"),
            MultiFieldPanel(
                [FieldPanel("confirm_by_mail"), FieldPanel("is_delivered"), FieldPanel("ask_news")],
                heading=_("How it counts"),
            ),
            FieldRowPanel(
                [FieldPanel("redeliver_every"), FieldPanel("redeliver_unit")], heading=_("Deliveries")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("ask_family_name"),
                    FieldPanel("ask_postal_code"),
                    FieldPanel("ask_country"),
                    FieldPanel("comment_choice"),
                    FieldPanel("ask_name_to_target"),
                    FieldPanel("shows_names"),
                    FieldPanel("ask_campus_proof"),
                    FieldPanel("partners"),
                ],
                heading=_("What the form asks"),
            ),
            InlinePanel(
                "affiliations",
                heading=_("What signers are at their campus"),
                label=_("Affiliation"),
                panels=[FieldPanel("label")],
                help_text=_(
                    "Asked where the petition has campuses; the first campus brings a list. "
                    "Taking one away takes its numbers away too; the campuses’ own totals stay."
                ),
            ),
        ],
        base_form_class=PetitionForm,
    )

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return own_url_finder(super().url_finder_class, selectors.visible_to)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), *staff_paths()]


class PetitionChooserForm(PetitionForm):
    """What the create tab asks: enough for a petition that works; the rest has good defaults."""

    class Meta:
        model = Petition
        fields = ["name", "campaign", "is_pledge", "closes", "goal"]


class PetitionChooserViewSet(OwnChooserViewSet):
    """Choose a petition for a page, or make one without leaving the page editor."""

    model = Petition
    icon = "edit"
    choose_one_text = _("Choose a petition")
    choose_another_text = _("Choose another petition")
    edit_item_text = _("Edit this petition")
    creation_form_class = PetitionChooserForm

    def visible_rows(self, user: AnyUser) -> QuerySet[Petition]:
        return selectors.visible_to(user)
