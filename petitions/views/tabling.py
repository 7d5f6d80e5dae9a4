"""The form on a table: people sign one after the other on one device, which learns nothing of them.

The address is a signed link that staff end. Nothing is kept in a cache, no cookie is set or read, no page
leads away, and the thank-you goes back to an empty form. The gate and the service are those of every form:
who copies the link can do no more with it than on the petition's own page.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language, get_language_info, override
from django.views.decorators.http import require_safe

from campaigns.domains import standing_of
from campaigns.doors import NEVER, ask_about_address, form_door
from campaigns.framing import note_kiosk
from campaigns.languages import known_language, speak, speaks
from petitions.exceptions import KioskGone
from petitions.forms import SignForm
from petitions.kiosk_links import kiosk_path
from petitions.models import Kiosk
from petitions.selectors import live_kiosk, progress_of, sign_rules
from petitions.views.pages import missing_page
from petitions.views.signing import take_form
from privacy.audiences import Audience, audience
from privacy.exceptions import LinkBroken

FRAME = "petitions/kiosk_frame.html"
# The thank-you stays so long.
THANKS_SECONDS = 10


def at_table(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view ``table`` for the token in its address; all answers stay within, and in no cache.

    404 for a token that is not ours; 410 with a kind sentence for a link that was ended or is over.
    """

    @wraps(view)
    def within(request: HttpRequest, token: str) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            table = live_kiosk(token)
        except LinkBroken:
            response = missing_page(request)
        except KioskGone:
            note_kiosk(request, frame=FRAME, home=request.path)
            with override(known_language(request.GET.get("lang", "")) or get_language()):
                response = _over(request, None)
        else:
            note_kiosk(request, frame=FRAME, home=kiosk_path(table))
            response = view(request, table=table)
        response["Cache-Control"] = NEVER
        return response

    return within


@audience(Audience.LINK)
@require_safe
@speaks
@at_table
def kiosk(request: HttpRequest, *, table: Kiosk) -> HttpResponse:
    """The empty form, in the table's own language unless the address asks for another."""
    speak(request, table.language)
    return _draw(request, table)


@audience(Audience.LINK)
@at_table
@form_door
def kiosk_sign(request: HttpRequest, *, table: Kiosk) -> HttpResponse:
    """Take a form from a table, as ``sign()`` takes one from a page of ours."""
    if not table.petition.is_open:
        return _over(request, table)
    form = _form(table, request.POST)
    if not form.is_valid():
        return _draw(request, table, form=form, status=422)
    standing = standing_of(form.cleaned_data["email"])
    if (asked := ask_about_address(request, standing)) is not None:
        return asked
    thanks = f"{kiosk_path(table, 'countersign_kiosk_thanks')}?lang={get_language() or ''}"
    return take_form(request, form, standing, source=table.source, thanks=thanks)


@audience(Audience.LINK)
@require_safe
@speaks
@at_table
def kiosk_thanks(request: HttpRequest, *, table: Kiosk) -> HttpResponse:
    """After the form: the mail is on its way. Goes back to the empty form by itself, unless ``?stay=1``.

    By a header, which needs no script, and is no element of the page that a program could take for its text.
    """
    speak(request, table.language)
    stays = "stay" in request.GET
    home = kiosk_path(table)
    context = {"petition": table.petition, "home": home, "stays": stays, "seconds": THANKS_SECONDS}
    response = TemplateResponse(request, "petitions/kiosk_thanks.html", context)
    if not stays:
        response["Refresh"] = f"{THANKS_SECONDS}; url={home}"
    return response


def _over(request: HttpRequest, table: Kiosk | None) -> HttpResponse:
    context = {"petition": table.petition if table is not None else None}
    return TemplateResponse(request, "petitions/kiosk_over.html", context, status=410).render()


def _form(table: Kiosk, posted: object = None) -> SignForm:
    rules = sign_rules(table.petition.public_id)
    # A campus that was hidden meanwhile: the form goes on without it.
    at = rules.place_at(table.place.slug) if table.place is not None else None
    return SignForm(posted, rules=rules, at=at)


def _draw(
    request: HttpRequest, table: Kiosk, *, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    petition = table.petition
    if not petition.is_open:
        return _over(request, table)
    form = form or _form(table)
    language = get_language() or ""
    place = table.place if form.at is not None else None
    own = place.ask if place is not None and place.ask else petition.ask
    ask, ask_language = own.best(language)
    home = kiosk_path(table)
    context = {
        "petition": petition,
        "progress": progress_of(petition),
        "form": form,
        "action_url": f"{kiosk_path(table, 'countersign_kiosk_sign')}?lang={language}",
        "ask": ask,
        "ask_language": ask_language,
        "place": place,
        "home": home,
        "others": [
            {"code": code, "name": _own_name(code), "url": f"{home}?lang={code}"}
            for code, _name in settings.LANGUAGES
            if code != language
        ],
    }
    return TemplateResponse(request, "petitions/kiosk.html", context, status=status)


def _own_name(code: str) -> str:
    """A language's name in itself: whoever looks for it reads no other."""
    name: str = get_language_info(code)["name_local"]
    return name.capitalize()
