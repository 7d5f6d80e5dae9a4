"""Beginning a campaign, in Wagtail's admin."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from pages.models import HomePage
from pages.starting import FormUsedBefore, made_before, start_campaign_pages
from pages.starting_form import CampaignStartForm
from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from privacy.staff_views import Guarded, GuardedMenuItem, trail

CAN_START = "countersign_campaigns.add_campaign"
STARTERS = (Role.EDITORS, Role.ADMINISTRATORS)


def homes_of(user: AbstractBaseUser) -> Mapping[str, HomePage]:
    """The front pages below which ``user`` may make pages, by language: that of the site first."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    key = site.root_page.translation_key
    pages = HomePage.objects.filter(translation_key=key, alias_of__isnull=True).select_related("locale")
    allowed = [page for page in pages if page.permissions_for_user(user).can_add_subpage()]
    allowed.sort(key=lambda page: (page.pk != site.root_page_id, page.pk))
    return {page.locale.language_code: page for page in allowed}


@audience(*STARTERS)
class StartCampaignView(Guarded, WagtailAdminTemplateMixin, View):
    """Title, demand and target; then all usual pages are there as drafts."""

    permission = CAN_START
    template_name = "pages/admin/start_campaign.html"
    header_icon = "flag"
    page_title = _("New campaign")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._draw(CampaignStartForm(homes=homes_of(self.staff)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        homes = homes_of(self.staff)
        form = CampaignStartForm(request.POST, homes=homes)
        if not homes:
            raise PermissionDenied
        if not form.is_valid():
            # Pressed twice: the first press made the target that the second finds to be there already.
            made = made_before(form.cleaned_data["key"]) if "key" in form.cleaned_data else None
            if made is not None:
                return redirect("wagtailadmin_explore", made.pk)
            return self._draw(form, status=422)
        try:
            page = start_campaign_pages(asked=form.asked(), actor=Actor.staff(self.staff))
        except FormUsedBefore:
            # With a key of its own the same form makes another.
            form = CampaignStartForm({**request.POST.dict(), "key": str(uuid4())}, homes=homes)
            form.add_error(
                None, _("What this form made was taken away since. Press the button again to make it anew.")
            )
            return self._draw(form, status=422)
        messages.success(
            request,
            _(
                "The pages are there, as drafts. Fill them in, then choose “Publish in every language” in "
                "the menu beside the name."
            ),
        )
        return redirect("wagtailadmin_explore", page.pk)

    def _draw(self, form: CampaignStartForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, language=get_language())
        return TemplateResponse(self.request, self.template_name, context, status=status)


class StartCampaignMenuItem(GuardedMenuItem):
    """The way there."""

    permission = CAN_START
    who = STARTERS

    def __init__(self) -> None:
        super().__init__(
            _("New campaign"), reverse_lazy("start_campaign"), name="new-campaign", icon_name="flag", order=90
        )
