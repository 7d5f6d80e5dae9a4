"""What accounting gets: the gifts of a time as CSV, without a name."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from donations.admin_views.common import CAN_EXPORT, gifts_trail, gifts_url
from donations.exceptions import PeriodRefused
from donations.services.books import export_books
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.days import utc_today
from privacy.freshness import needs_fresh_login
from privacy.staff_views import Guarded


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PeriodForm(forms.Form):
    """From when to when."""

    first = day_field(_("First day"))
    last = day_field(_("Last day"))


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class BooksView(Guarded, WagtailAdminTemplateMixin, View):
    """The form on GET, the file on POST: it is logged who took it."""

    permission = CAN_EXPORT
    template_name = "donations/admin/form.html"
    header_icon = "download"
    page_title = _("For the books")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = utc_today()
        return self.draw(PeriodForm(initial={"first": today.replace(month=1, day=1), "last": today}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PeriodForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        try:
            pieces = export_books(first=first, last=last, actor=Actor.staff(self.staff))
        except PeriodRefused:
            form.add_error("last", _("Choose a day that is not before the first, and a year at most."))
            return self.draw(form, status=422)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="gifts-{first}-{last}.csv"'
        response["X-Content-Type-Options"] = "nosniff"
        # Asks nginx not to spool it into a file of its own.
        response["X-Accel-Buffering"] = "no"
        return response

    def draw(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            says=_(
                "Each gift of which money came: day, receipt, amount, what went back, and the name by which "
                "the payment service knows the payment. Nobody’s name is in it, and no test. It is logged "
                "that you took it."
            ),
            button=_("Take it as CSV"),
            back_url=gifts_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
