"""A petition's form on a table, for staff: a link for the tablet with its code, and its end."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from campaigns.forms import LineField
from campaigns.posters.codes import code_image
from campaigns.source import clean_source
from petitions import selectors, services
from petitions.admin_views.common import CAN_RULE, OfPetition, petition_trail
from petitions.admin_views.deeds import DeedView, why_not
from petitions.admin_views.paper_forms import offer_places
from petitions.enums import RUNNING
from petitions.exceptions import KioskGone, PetitionClosed
from petitions.kiosk_links import kiosk_url
from petitions.models import MOST_DAYS, Kiosk, Petition
from petitions.services.kiosks import LONGEST
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.localized import language_name
from privacy.scopes import AnyUser

AT_ONCE = 50
CODE_PIXELS = 400
# Without its hidden key the form cannot tell a second press from a second table.
INCOMPLETE = _("The form did not arrive whole. Look at it again, then press the button once more.")


def kiosks_url(petition: Petition) -> str:
    """Where staff make and end the links of a petition's tables."""
    return reverse("petition:kiosks", args=[petition.public_id])


def kiosk_admin_url(kiosk: Kiosk) -> str:
    """Where staff find the code that one tablet reads."""
    return reverse("petition:kiosk", args=[kiosk.petition.public_id, kiosk.public_id])


def kiosks_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way there, for whoever may edit the petition."""
    if not user.has_perm(CAN_RULE):
        return []
    return [Button(gettext("At a table"), url=kiosks_url(petition), icon_name="tablet-alt", priority=9)]


class KioskForm(forms.Form):
    """How long, in which language, under which code, and where."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )
    days = forms.TypedChoiceField(label=_("Ends by itself after"), coerce=int, initial=1)
    language = forms.ChoiceField(label=_("Language in which each person finds it"))
    code = LineField(
        label=_("Code"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "Like main-quad, to tell how many signed here; never the name of an action. "
            "Empty: that of the place."
        ),
    )

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data, initial={"key": uuid4(), "language": get_language()})
        days = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in range(1, MOST_DAYS + 1)]
        self.fields["days"].choices = days  # type: ignore[attr-defined]
        spoken = [(code, language_name(code)) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        offer_places(self, petition, empty=_("None: for the whole petition"))

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        code = clean_source(typed)
        if typed and not code:
            raise ValidationError(_("Write a few letters or digits; no address of anybody."))
        return code

    def renew_key(self) -> None:
        """Draw another where the one that was sent is none: sent again, the form is taken."""
        if self.has_error("key"):
            self.data = {**self.data, "key": uuid4()}


class OfTables(OfPetition, WagtailAdminTemplateMixin, View):
    """Pages about one petition's tables."""

    permission = CAN_RULE
    header_icon = "tablet-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return table_trail(self.petition, self.page_title)


def table_trail(petition: Petition, label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs down to a page about tables."""
    way = {"url": kiosks_url(petition), "label": petition.name}
    return [*petition_trail(petition)[:-1], way, {"url": "", "label": label}]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class KiosksView(OfTables):
    """The live links, 50 a page, and the form that makes one."""

    template_name = "petitions/admin/kiosks.html"
    page_title = _("Signing at a table")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(KioskForm(petition=self.petition))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = KioskForm(request.POST, petition=self.petition)
        if not form.is_valid():
            form.renew_key()
            return self.draw(form, status=422)
        said = form.cleaned_data
        try:
            kiosk = services.open_kiosk(
                petition=self.petition,
                public_id=said["key"],
                place=said.get("place"),
                code=said["code"],
                language=said["language"],
                days=said["days"],
                actor=Actor.staff(self.staff),
            )
        except (KioskGone, PetitionClosed) as refusal:
            messages.error(request, why_not(refusal))
            return redirect(kiosks_url(self.petition))
        return redirect(kiosk_admin_url(kiosk))

    def draw(self, form: KioskForm, *, status: int = 200) -> HttpResponse:
        page = Paginator(selectors.kiosks_of(self.petition), AT_ONCE).get_page(self.request.GET.get("p"))
        context = self.get_context_data(
            form=form,
            petition=self.petition,
            is_running=self.petition.state in RUNNING,
            page_obj=page,
            back_url=reverse("petition:index"),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class OfKiosk:
    """Views of one table whose link is live."""

    petition: Petition
    kwargs: dict[str, Any]

    @cached_property
    def kiosk(self) -> Kiosk:
        found = selectors.kiosks_of(self.petition).filter(public_id=self.kwargs["kiosk"]).first()
        if found is None:
            raise Http404
        found.petition = self.petition
        return found


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class KioskView(OfKiosk, OfTables):
    """The code that the tablet reads, its address, and what to see to."""

    template_name = "petitions/admin/kiosk.html"
    page_title = _("Link for a tablet")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            petition=self.petition,
            kiosk=self.kiosk,
            url=kiosk_url(self.kiosk),
            pixels=CODE_PIXELS,
            back_url=kiosks_url(self.petition),
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class KioskCodeView(OfKiosk, OfTables):
    """The QR code of one table's link, as a picture."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        drawn = BytesIO()
        code_image(kiosk_url(self.kiosk), CODE_PIXELS).save(drawn, "PNG")
        return HttpResponse(drawn.getvalue(), content_type="image/png")


@audience(Audience.STAFF)
class EndKioskView(OfKiosk, DeedView):
    permission = CAN_RULE
    page_title = _("End this link")
    question = _(
        "The tablet shows a kind sentence instead of the form, and nothing more is taken there. "
        "What was signed goes on counting."
    )
    button = _("End it now")
    done = _("The link has ended.")
    back_label = _("Back to the tables")
    is_danger = True

    def subject(self) -> str:
        return f"{self.petition.name}: {self.kiosk.code}"

    def back_url(self) -> str:
        return kiosks_url(self.petition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return table_trail(self.petition, self.page_title)

    def act(self, actor: Actor) -> None:
        services.end_kiosk(kiosk=self.kiosk, actor=actor)
