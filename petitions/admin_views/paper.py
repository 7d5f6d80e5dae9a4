"""Signing on paper, for staff: slips to print, piles of them to enter, and a pile undone."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from campaigns.languages import known_language
from petitions import services
from petitions.admin_views.common import CAN_ENTER_PAPER, OfPetition, petition_trail
from petitions.admin_views.deeds import DeedView, why_not
from petitions.admin_views.paper_forms import BatchForm, PrintForm, SlipForm, versions_of
from petitions.exceptions import (
    BatchGone,
    NeverMailed,
    PetitionClosed,
    SlipEnteredBefore,
    TooManyBatches,
    TooManySlips,
)
from petitions.models import PaperBatch, Petition
from petitions.posters.slips import draw_slips, questions_of
from petitions.posters.words import words_for
from petitions.selectors import sign_rules
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser

# Piles shown at once: more lie nowhere within seven days.
BATCHES = 50


def paper_url(petition: Petition) -> str:
    """Where staff print and enter slips."""
    return reverse("petition:paper", args=[petition.public_id])


def batch_url(batch: PaperBatch, language: str = "") -> str:
    """Where the slips of one pile are entered."""
    query = {"language": language} if language else None
    return reverse("petition:paper_batch", args=[batch.petition.public_id, batch.public_id], query=query)


def paper_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way there, for whoever may."""
    if not user.has_perm(CAN_ENTER_PAPER):
        return []
    return [Button(gettext("On paper"), url=paper_url(petition), icon_name="doc-full", priority=9)]


class OnPaper(OfPetition, WagtailAdminTemplateMixin, View):
    """Pages about one petition's slips."""

    permission = CAN_ENTER_PAPER
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return paper_trail(self.petition, self.page_title)

    @cached_property
    def spoken(self) -> list[str]:
        """The languages in which the petition has a public page, to which a slip's code leads."""
        paths = sign_rules(self.petition.public_id).page_paths
        return [code for code, _name in settings.LANGUAGES if code in paths]


def paper_trail(petition: Petition, label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs down to a page about slips."""
    way = {"url": paper_url(petition), "label": petition.name}
    return [*petition_trail(petition)[:-1], way, {"url": "", "label": label}]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PaperView(OnPaper):
    """What to do, the piles of the last seven days, and the form that begins one."""

    template_name = "petitions/admin/paper.html"
    page_title = _("Signing on paper")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(BatchForm(petition=self.petition))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BatchForm(request.POST, petition=self.petition)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            batch = services.begin_batch(
                petition=self.petition,
                public_id=form.cleaned_data["key"],
                day=form.cleaned_data["day"],
                place=form.place,
                news_version=form.chosen.news,
                updates_version=form.chosen.updates,
                actor=Actor.staff(self.staff),
            )
        except (BatchGone, PetitionClosed, TooManyBatches) as refusal:
            messages.error(request, why_not(refusal))
            return redirect(paper_url(self.petition))
        return redirect(batch_url(batch))

    def draw(self, form: BatchForm, *, status: int = 200) -> HttpResponse:
        batches = PaperBatch.objects.live().filter(petition=self.petition).order_by("-pk")
        context = self.get_context_data(
            form=form,
            print_form=PrintForm(petition=self.petition, spoken=self.spoken) if self.spoken else None,
            petition=self.petition,
            batches=batches.select_related("place__institution", "place__jurisdiction")[:BATCHES],
            back_url=reverse("petition:index"),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class SlipsView(OnPaper):
    """The slips to print, as PDF. Changes nothing, so it is a GET."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PrintForm(request.GET, petition=self.petition, spoken=self.spoken)
        if not self.petition.is_open or not form.is_valid():
            return redirect(paper_url(self.petition))
        place, language = form.cleaned_data.get("place"), form.cleaned_data["language"]
        versions = versions_of(self.petition)[0]
        others = [self.petition.title.get(code) for code, _name in settings.LANGUAGES if code != language]
        with override(language):
            words = words_for(self.petition, place.slug if place is not None else "")
            if words is None:
                raise Http404
            titles = [title for title in others if title and title != words.title]
            questions = questions_of(versions.news, versions.updates)
            slips = draw_slips(words, questions, titles=titles, code=versions.code if questions else "")
        response = HttpResponse(slips, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="slips.pdf"'
        return response


class OfBatch:
    """Views of one pile that is still open."""

    petition: Petition
    kwargs: dict[str, Any]

    @cached_property
    def batch(self) -> PaperBatch:
        rows = PaperBatch.objects.live().select_related("place__institution", "place__jurisdiction")
        found = rows.filter(petition=self.petition, public_id=self.kwargs["batch"]).first()
        if found is None:
            raise Http404
        found.petition = self.petition
        return found


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class BatchView(OfBatch, OnPaper):
    """An empty slip on GET; on POST it is kept, and the next empty one comes."""

    template_name = "petitions/admin/slip.html"
    page_title = _("Enter slips")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # As in the last slip, else the petition's first.
        spoken = self.spoken[0] if self.spoken else get_language() or ""
        language = known_language(request.GET.get("language", "")) or spoken
        return self.draw(SlipForm(batch=self.batch, language=language))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SlipForm(request.POST, batch=self.batch, language="")
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.enter_slip(
                batch=self.batch,
                public_id=form.cleaned_data["key"],
                slip=form.slip,
                actor=Actor.staff(self.staff),
            )
        except NeverMailed:
            form.add_error(
                "email",
                gettext(
                    "This address is the target’s own: we never write there, nor keep it. "
                    "Leave it out; last name and postal code tell the slip."
                ),
            )
            return self.draw(form, status=422)
        except TooManySlips:
            form.add_error(
                None, gettext("That was a great many slips. Go on in an hour; this one is not saved.")
            )
            return self.draw(form, status=429)
        except SlipEnteredBefore:
            messages.warning(
                request, gettext("You have entered this slip before. Each person counts once: take the next.")
            )
        except (BatchGone, PetitionClosed) as refusal:
            messages.error(request, why_not(refusal))
            return redirect(paper_url(self.petition))
        else:
            messages.success(request, gettext("Saved. Put the slip aside, and take the next."))
        return redirect(batch_url(self.batch, form.cleaned_data["language"]))

    def draw(self, form: SlipForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, petition=self.petition, batch=self.batch, back_url=paper_url(self.petition)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
class UndoBatchView(OfBatch, DeedView):
    permission = CAN_ENTER_PAPER
    page_title = _("Undo this batch")
    question = _(
        "Every signature of this batch is removed, as if it had never been entered. Who confirmed an address "
        "since stays: they did that themselves. Three batches a day; each is written into the access log."
    )
    button = _("Undo")
    done = _("The batch is undone.")
    back_label = _("Back to the slips")
    is_danger = True

    def subject(self) -> str:
        return f"{self.petition.name}: {self.batch}"

    def back_url(self) -> str:
        return paper_url(self.petition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return paper_trail(self.petition, self.page_title)

    def act(self, actor: Actor) -> None:
        services.undo_batch(batch=self.batch, actor=actor)
