"""Choosers of targets, campuses and places, which all campaigns share and of which there may be thousands,
and of campaigns, of which everybody has their own.
"""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Institution, Jurisdiction, Target
from campaigns.selectors import visible_campaigns
from privacy.audiences import Audience, audience
from privacy.choosers import OwnChooseResultsView, OwnChooserViewSet, OwnChooseView
from privacy.scopes import AnyUser


class NameFilterForm(BaseFilterForm):
    """Look for a part of the name."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Part of the name")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        looked_for = self.cleaned_data.get("q", "").strip()
        if looked_for:
            objects = objects.filter(self.fits(looked_for))
            self.is_searching, self.search_query = True, looked_for
        found: QuerySet[Any] = super().filter(objects)
        return found

    def fits(self, looked_for: str) -> Q:
        """Which rows are meant."""
        return Q(name__icontains=looked_for)


class TitleFilterForm(NameFilterForm):
    """The same of a title, in whichever language it is written."""

    def fits(self, looked_for: str) -> Q:
        asked = [Q(**{f"title__{code}__icontains": looked_for}) for code, _name in settings.LANGUAGES]
        return reduce(or_, asked)


@audience(Audience.STAFF)
class NamedChooseView(OwnChooseView):
    filter_form_class = NameFilterForm


@audience(Audience.STAFF)
class NamedChooseResultsView(OwnChooseResultsView):
    filter_form_class = NameFilterForm


@audience(Audience.STAFF)
class TitledChooseView(OwnChooseView):
    filter_form_class = TitleFilterForm


@audience(Audience.STAFF)
class TitledChooseResultsView(OwnChooseResultsView):
    filter_form_class = TitleFilterForm


class NamedChooserViewSet(OwnChooserViewSet):
    """A chooser that looks for names. It stands where a panel asks for it, not at every foreign key."""

    choose_view_class = NamedChooseView
    choose_results_view_class = NamedChooseResultsView
    register_widget = False

    def visible_rows(self, user: AnyUser) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows


class NewTargetForm(WagtailAdminModelForm):
    """Enough to go on: the rest of its dossier is filled in later."""

    class Meta:
        model = Target
        fields = ["name", "kind", "country", "website"]


class TargetChooserViewSet(NamedChooserViewSet):
    model = Target
    icon = "user"
    choose_one_text = _("Choose a target")
    choose_another_text = _("Choose another target")
    edit_item_text = _("Edit this target")
    creation_form_class = NewTargetForm


class NewInstitutionForm(WagtailAdminModelForm):
    class Meta:
        model = Institution
        fields = ["name", "locality", "region", "country"]


class InstitutionChooserViewSet(NamedChooserViewSet):
    model = Institution
    icon = "home"
    choose_one_text = _("Choose a campus")
    choose_another_text = _("Choose another campus")
    edit_item_text = _("Edit this campus")
    creation_form_class = NewInstitutionForm


class NewJurisdictionForm(WagtailAdminModelForm):
    class Meta:
        model = Jurisdiction
        fields = ["name", "kind", "region", "country"]


class JurisdictionChooserViewSet(NamedChooserViewSet):
    model = Jurisdiction
    icon = "globe"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    edit_item_text = _("Edit this place")
    creation_form_class = NewJurisdictionForm


class CampaignChooserViewSet(NamedChooserViewSet):
    """A campaign that a page speaks of: public, so that no page tells what is still being prepared."""

    model = Campaign
    choose_view_class = TitledChooseView
    choose_results_view_class = TitledChooseResultsView
    icon = "flag"
    choose_one_text = _("Choose a campaign")
    choose_another_text = _("Choose another campaign")
    edit_item_text = _("Edit this campaign")

    def visible_rows(self, user: AnyUser) -> QuerySet[Campaign]:
        return visible_campaigns(user).exclude(state=CampaignState.DRAFT)


campaign_chooser = CampaignChooserViewSet("campaign_chooser")
target_chooser = TargetChooserViewSet("target_chooser")
institution_chooser = InstitutionChooserViewSet("institution_chooser")
jurisdiction_chooser = JurisdictionChooserViewSet("jurisdiction_chooser")
CHOOSERS = [campaign_chooser, target_chooser, institution_chooser, jurisdiction_chooser]
