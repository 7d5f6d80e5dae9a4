"""Telling what happened, by staff: on the page at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from campaigns.form_fields import WordsField
from petitions import services
from petitions.admin_views.common import CAN_ADD_UPDATES, OfPetition
from petitions.admin_views.delivery_forms import LONGEST_TEXT, LONGEST_TITLE
from petitions.admin_views.words import words_trail
from petitions.https_field import HttpsField
from petitions.models import Petition, Place, Update
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser


def tell_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to tell what happened, for whoever may."""
    if not user.has_perm(CAN_ADD_UPDATES):
        return []
    url = reverse("petition:tell", args=[petition.public_id])
    return [Button(gettext("Tell what happened"), url=url, icon_name="mail", priority=7)]


class TellForm(forms.ModelForm[Update]):
    """What happened, in each language of the site, and where it is told."""

    title = WordsField(label=_("What happened"), longest=LONGEST_TITLE)
    body = WordsField(
        label=_("Text"),
        longest=LONGEST_TEXT,
        rows=6,
        required=False,
        help_text=_("A few sentences, plain text."),
    )
    url = HttpsField(label=_("link"), widget=forms.URLInput)

    class Meta:
        model = Update
        fields = ["title", "body", "url", "day", "place"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        labels = {"place": _("Campus")}
        help_texts = {"place": _("Empty: told on the petition’s own page, and on those of all campuses.")}

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(petition=petition).select_related("institution", "jurisdiction")
        field = self.fields["place"]
        field.queryset = places.order_by("institution__name", "jurisdiction__name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda place: str(place.where)  # type: ignore[attr-defined]
        field.required = False


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class TellView(OfPetition, WagtailAdminTemplateMixin, View):
    """The form on GET; on POST the update stands on its page."""

    permission = CAN_ADD_UPDATES
    template_name = "petitions/admin/tell.html"
    header_icon = "mail"
    page_title = _("Tell what happened")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(TellForm(petition=self.petition))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TellForm(request.POST, petition=self.petition)
        if not form.is_valid():
            return self.draw(form, status=422)
        said = form.cleaned_data
        services.tell_update(petition=self.petition, **said, actor=Actor.staff(self.staff))
        messages.success(request, gettext("The update is on its page."))
        return redirect("petition:words")

    def draw(self, form: TellForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, petition=self.petition, back_url=reverse("petition:words"))
        return TemplateResponse(self.request, self.template_name, context, status=status)
