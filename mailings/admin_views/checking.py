"""What the checklist found, the mail itself, and a test to one's own mailbox."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import CAN_EDIT, CAN_VIEW, OfMailing, mailing_trail, mailing_url
from mailings.admin_views.deeds import why_not
from mailings.admin_views.words import words_title
from mailings.checklist import remarks_of
from mailings.exceptions import MailingError
from mailings.foreign_links import dead_links
from mailings.previewing import DARK, TEXT
from mailings.rendering import render
from mailings.selectors.staff import testers
from mailings.selectors.words import words_of
from mailings.services.test_sends import send_test
from privacy.actors import Actor
from privacy.audiences import Audience, audience

# How the mail is shown on the page of checks: the mode of its preview, and what that is called.
LOOKS = (("", _("By day")), (DARK, _("In the dark")), (TEXT, _("Plain text")))


class TestersForm(forms.Form):
    """To whom of the staff a test goes."""

    # pytest would collect it for its name.
    __test__ = False

    users = forms.MultipleChoiceField(
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick somebody.")},
    )

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data, initial={"users": [str(user.pk)]})
        self.fields["users"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.get_full_name() or one.get_username()) for one in testers()
        ]


class CheckPage(OfMailing, WagtailAdminTemplateMixin, View):
    """Draws the page; its forms post to addresses of their own."""

    permission = CAN_VIEW
    template_name = "mailings/admin/check.html"
    header_icon = "tasks"
    page_title = _("Check and test")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return mailing_trail(self.mailing, self.page_title)

    def draw(self, *, status: int = 200, **said: Any) -> HttpResponse:
        mailing, contents = self.mailing, list(words_of(self.mailing).values())
        foreign = {url for content in contents for url in render(content).foreign}
        looks = [
            (words_title(content), label, reverse("mail_words:look", args=[content.pk]) + f"?mode={mode}")
            for content in contents
            for mode, label in LOOKS
        ]
        found = remarks_of(mailing)
        context = {
            "mailing": mailing,
            "stops": [one for one in found if one.is_stop],
            "warnings": [one for one in found if not one.is_stop],
            "looks": looks,
            "has_foreign": bool(foreign),
            "can_edit": self.request.user.has_perm(CAN_EDIT),
            "form": TestersForm(user=self.request.user),
            "has_testers": testers().exists(),
            "back_url": mailing_url(mailing),
            **said,
        }
        return TemplateResponse(
            self.request, self.template_name, self.get_context_data(**context), status=status
        )


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class CheckView(CheckPage):
    """What was found without asking any other machine."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw()


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ForeignLinksView(CheckPage):
    """On a button only: whether the links to other people's pages answer."""

    permission = CAN_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contents = words_of(self.mailing).values()
        links = {url: label for content in contents for url, label in render(content).foreign.items()}
        return self.draw(dead=dead_links(links), asked=len(links))


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class TestSendView(CheckPage):
    """Sends the mail to some of the staff."""

    # pytest would collect it for its name.
    __test__ = False

    permission = CAN_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TestersForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.draw(form=form, status=422)
        ids = [int(pk) for pk in form.cleaned_data["users"]]
        try:
            number = send_test(mailing=self.mailing, user_ids=ids, actor=Actor.staff(self.staff))
        except MailingError as refusal:
            messages.error(request, why_not(refusal))
        else:
            sent = ngettext("%(number)s test is on its way.", "%(number)s tests are on their way.", number)
            messages.success(request, sent % {"number": number})
        return redirect("mailing:check", self.mailing.public_id)
