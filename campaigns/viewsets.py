"""Staff's views of campaigns, targets and institutions, in Wagtail's admin."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from campaigns import services
from campaigns.form_fields import DomainsField
from campaigns.models import Campaign, Institution, Target
from campaigns.selectors import visible_campaigns
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role

MEMBER_PANELS = [FieldRowPanel([FieldPanel("user"), FieldPanel("role")])]


class OwnCampaigns:
    """Views of one campaign: absent and not yours look the same."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is not None and not visible_campaigns(request.user).filter(pk=pk).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class DeclaredViewSet(ModelViewSet):
    """A viewset whose views say for whom they are, like every view of ours."""

    add_to_admin_menu = False
    copy_view_enabled = False

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return audience(Role.EDITORS, Role.ORGANIZERS, Role.ADMINISTRATORS)(
            super().construct_view(view_class, **kwargs)
        )


class CampaignIndexView(IndexView):
    """The campaigns of whose team one is; all for administrators."""

    def get_base_queryset(self) -> QuerySet[Campaign]:
        return visible_campaigns(self.request.user)


class CampaignCreateView(CreateView):
    """Makes the list of news with the campaign, and its maker the lead of its team."""

    def save_instance(self) -> Campaign:
        campaign = self.form.save(commit=False)
        return services.save_new_campaign(campaign=campaign, actor=Actor.staff(self.request.user))


class CampaignEditView(OwnCampaigns, EditView):
    pass


class CampaignDeleteView(OwnCampaigns, DeleteView):
    pass


class CampaignHistoryView(OwnCampaigns, HistoryView):
    pass


class CampaignUsageView(OwnCampaigns, UsageView):
    pass


class CampaignForm(WagtailAdminModelForm):
    first_language = forms.ChoiceField(label=_("First language"), choices=lambda: settings.LANGUAGES)


class DomainsForm(WagtailAdminModelForm):
    mail_domains = DomainsField()


class CampaignViewSet(DeclaredViewSet):
    """The campaign itself; its pages, petitions and people have views of their own."""

    model = Campaign
    icon = "flag"
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    delete_view_class = CampaignDeleteView
    history_view_class = CampaignHistoryView
    usage_view_class = CampaignUsageView
    list_display = ["__str__", Column("get_state_display", label=_("State"), sort_key="state"), "created"]
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


class TargetViewSet(DeclaredViewSet):
    """Decision-makers: all campaigns share them."""

    model = Target
    icon = "user"
    list_display = ["name", Column("get_kind_display", label=_("Kind"), sort_key="kind"), "country"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
            FieldPanel("website"),
            FieldRowPanel([FieldPanel("office_email"), FieldPanel("office_phone")]),
            FieldPanel("mail_domains"),
        ],
        base_form_class=DomainsForm,
    )


class InstitutionViewSet(DeclaredViewSet):
    """Campuses and schools: all campaigns share them."""

    model = Institution
    icon = "home"
    list_display = ["name", "locality", "region", "country"]
    list_filter = ["country"]
    search_fields = ["name", "locality"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("locality"), FieldPanel("region"), FieldPanel("country")]),
            FieldPanel("mail_domains"),
        ],
        base_form_class=DomainsForm,
    )


class CampaignsViewSetGroup(ModelViewSetGroup):
    """One entry of the menu for the three."""

    menu_label = _("Campaigns")
    menu_icon = "flag"
    menu_order = 150
    items = (CampaignViewSet, TargetViewSet, InstitutionViewSet)
