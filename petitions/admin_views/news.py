"""One message to signers, as its readers will see it, and the deeds of those who mail."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from outbox.enums import SendState
from outbox.kinds import Content, Recipient
from petitions import selectors, services
from petitions.admin_views.common import CAN_MAIL, CAN_SEE_NEWS
from petitions.admin_views.deeds import DeedView
from petitions.admin_views.words import words_trail
from petitions.elsewhere import foreign_hosts
from petitions.enums import NewsState
from petitions.models import Petition, SignerNews
from petitions.news_mail import write_news
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded


def own_news(user: AnyUser, public_id: Any) -> SignerNews:
    """A message to signers of a petition that this user may see. Raises Http404."""
    rows = SignerNews.objects.filter(petition__in=selectors.visible_to(user))
    rows = rows.select_related("petition__campaign", "place__institution", "place__jurisdiction")
    news = rows.filter(public_id=public_id).first()
    if news is None:
        raise Http404
    return news


class OfNews(Guarded):
    """Views of one message."""

    kwargs: dict[str, Any]

    @cached_property
    def news(self) -> SignerNews:
        return own_news(self.request.user, self.kwargs["news"])


def previews_of(news: SignerNews) -> list[tuple[str, str, Content]]:
    """Code and name of each language of the site, and the letter as a reader of it gets it."""
    written = []
    for code, name in settings.LANGUAGES:
        with override(code):
            link = gettext("(each reader’s own link stands here)")
        reader = Recipient(address="", language=code, unsubscribe_url=link)
        written.append((code, str(name), write_news(news, reader)))
    return written


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class NewsView(OfNews, WagtailAdminTemplateMixin, View):
    """The letter in each language, to how many it would go now, and what became of it."""

    permission = CAN_SEE_NEWS
    template_name = "petitions/admin/news.html"
    header_icon = "mail"
    page_title = _("Message to signers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        news = self.news
        states = selectors.became_of(news)
        context = self.get_context_data(
            news=news,
            previews=previews_of(news),
            hosts=foreign_hosts(news),
            takers=selectors.takers_of(news).count() if news.state == NewsState.PROPOSED else None,
            became=[(state.label, states[state]) for state in SendState if states[state]],
            can_mail=request.user.has_perm(CAN_MAIL),
        )
        return TemplateResponse(request, self.template_name, context)


class NewsDeedView(OfNews, DeedView):
    """A deed with one message; goes back to it."""

    permission = CAN_MAIL
    header_icon = "mail"
    back_label = _("Back to the message")

    @cached_property
    def petition(self) -> Petition:
        return self.news.petition

    def subject(self) -> str:
        return f"{self.petition.name}: {self.news.subject}"

    def back_url(self) -> str:
        return reverse("petition:news", args=[self.news.public_id])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.page_title)


@audience(Audience.STAFF)
class ApproveNewsView(NewsDeedView):
    page_title = _("Send this message")
    question = _("It goes out now, once to each who asked for it. What was sent cannot be called back.")
    button = _("Send")
    done = _("The message is on its way.")

    def act(self, actor: Actor) -> None:
        services.approve_news(news=self.news, actor=actor)


@audience(Audience.STAFF)
class DeclineNewsView(NewsDeedView):
    page_title = _("Decline this message")
    question = _("It goes to nobody, and is deleted after 30 days.")
    button = _("Decline")
    done = _("The message was declined.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.decline_news(news=self.news, actor=actor)


@audience(Audience.STAFF)
class StopNewsView(NewsDeedView):
    page_title = _("Stop this message")
    question = _("Who has not got it yet will not. It cannot be started again.")
    button = _("Stop")
    done = _("The message was stopped.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.stop_news(news=self.news, actor=actor)
