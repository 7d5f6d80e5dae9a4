"""Staff's views of campaigns, institutions and places, in Wagtail's admin."""

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSetGroup

from campaigns import services
from campaigns.admin_views import institution_import
from campaigns.admin_views.importing import ImportButton
from campaigns.fact_viewsets import COUNTRY, ContractViewSet, MeasureViewSet, TargetViewSet
from campaigns.form_fields import DomainsField
from campaigns.models import Campaign, Institution, Jurisdiction
from campaigns.selectors import visible_campaigns
from privacy.actors import Actor
from privacy.freshness import needs_fresh_login
from privacy.roles import Role
from privacy.scopes import AnyUser
from privacy.viewsets import DeclaredViewSet, NeededDeleteView, OwnRows, created_column

COUNTRY_PANEL = FieldPanel("country", help_text=_("Two letters, for instance US."))
MEMBER_PANELS = [FieldRowPanel([FieldPanel("user"), FieldPanel("role")])]


class OwnCampaigns(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Campaign]:
        return visible_campaigns(user)


class OrganizingViewSet(DeclaredViewSet):
    """For those who run campaigns; one entry of the menu holds them all."""

    declared_for = (Role.EDITORS, Role.ORGANIZERS, Role.ADMINISTRATORS)
    add_to_admin_menu = False


class CampaignIndexView(IndexView):
    """The campaigns of whose team one is; all for administrators."""

    def get_base_queryset(self) -> QuerySet[Campaign]:
        return visible_campaigns(self.request.user)


class CampaignCreateView(CreateView):
    """Makes the list of news with the campaign, and its maker the lead of its team."""

    def save_instance(self) -> Campaign:
        campaign = self.form.save(commit=False)
        return services.save_new_campaign(campaign=campaign, actor=Actor.staff(self.request.user))


@needs_fresh_login
class CampaignEditView(OwnCampaigns, EditView):
    """Asks again who is there, for the team is changed here."""

    def save_instance(self) -> Campaign:
        with services.watch_team(campaign=self.object, actor=Actor.staff(self.request.user)):
            saved: Campaign = super().save_instance()
        return saved


class CampaignDeleteView(OwnCampaigns, NeededDeleteView):
    pass


class CampaignHistoryView(OwnCampaigns, HistoryView):
    pass


class CampaignUsageView(OwnCampaigns, UsageView):
    pass


class CampaignForm(WagtailAdminModelForm):
    first_language = forms.ChoiceField(label=_("First language"), choices=lambda: settings.LANGUAGES)


class DomainsForm(WagtailAdminModelForm):
    mail_domains = DomainsField()


class CampaignViewSet(OrganizingViewSet):
    """The campaign itself; its pages, petitions and people have views of their own."""

    model = Campaign
    icon = "flag"
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    delete_view_class = CampaignDeleteView
    history_view_class = CampaignHistoryView
    usage_view_class = CampaignUsageView
    list_display = [
        "__str__",
        Column("get_state_display", label=_("State"), sort_key="state"),
        created_column(),
    ]
    list_filter = ["state"]
    search_fields = ["slug"]
    ordering = ["slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("first_language"), FieldPanel("state")]),
            InlinePanel("team", heading=_("Team"), label=_("Team member"), panels=MEMBER_PANELS),
        ],
        base_form_class=CampaignForm,
    )


class InstitutionIndexView(ImportButton, IndexView):
    import_url_name = "institution:import"
    import_rights = institution_import.CAN_IMPORT


class InstitutionViewSet(OrganizingViewSet):
    """Campuses and schools: all campaigns share them."""

    model = Institution
    icon = "home"
    index_view_class = InstitutionIndexView
    list_display = ["name", "locality", "region", COUNTRY]
    list_filter = ["country"]
    search_fields = ["name", "locality"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("locality"), FieldPanel("region"), COUNTRY_PANEL]),
            FieldPanel("mail_domains"),
        ],
        base_form_class=DomainsForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", institution_import.ImportView.as_view(), name="import"),
            path("import/example.csv", institution_import.ExampleView.as_view(), name="import_example"),
            path("import/<uuid:file>/", institution_import.ReviewView.as_view(), name="import_review"),
        ]


class JurisdictionViewSet(OrganizingViewSet):
    """Cities, counties, states, nations and campuses: all campaigns share them."""

    model = Jurisdiction
    icon = "globe"
    list_display = [
        "name",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        "region",
        COUNTRY,
    ]
    list_filter = ["kind", "country"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("region"), COUNTRY_PANEL]),
        ]
    )


class CampaignsViewSetGroup(ModelViewSetGroup):
    """One entry of the menu for them all."""

    menu_label = _("Campaigns")
    menu_icon = "flag"
    menu_order = 150
    items = (
        CampaignViewSet,
        TargetViewSet,
        ContractViewSet,
        MeasureViewSet,
        InstitutionViewSet,
        JurisdictionViewSet,
    )
