"""What the frame of a page needs to know: colour, menu, the same page in other languages.

Nothing here depends on the visitor: every page is cached for all (DESIGN §1). The one exception,
``staff_userbar``, is drawn only for requests that bring a session cookie, and these bypass the cache.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, get_language_info
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page, Site

from campaigns.page_url import address_of
from campaigns.public_pages import open_to_all
from pages.models import LookSettings
from pages.stylesheets import stylesheet
from privacy.conf import current
from privacy.localized import LocalizedText

register = template.Library()


@dataclass(frozen=True)
class MenuEntry:
    """One page of the main menu."""

    title: str
    url: str
    is_current: bool
    # Where the title is in another language than the one being shown.
    language: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """Where a page is to be found in one language.

    ``is_translated`` is False when this page does not exist in it: ``url`` is then that language's
    front, and the link says so. ``address`` is the whole one, for search engines.
    """

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool = True

    @property
    def address(self) -> str:
        """The same from the configured base URL, which alone a search engine takes."""
        return urljoin(current().base_url, self.url)


@dataclass(frozen=True)
class Ways:
    """Where a page leads to, besides what is on it."""

    menu: list[MenuEntry]
    languages: list[LanguageLink]


@register.simple_tag(takes_context=True)
def site_look(context: Mapping[str, Any]) -> LookSettings:
    """The look of the site the request is for; the default look where there is no site."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return LookSettings.for_request(request) if request and site else LookSettings()


@register.simple_tag
def look_stylesheet(look: LookSettings) -> str:
    """The address of the accent's stylesheet."""
    return reverse("pages:look", args=[look.fingerprint])


@register.simple_tag
def shared_stylesheet() -> str:
    """The address of all stylesheets of the look in one."""
    return reverse("pages:styles", args=[stylesheet().fingerprint])


@register.simple_tag(takes_context=True)
def home_page(context: Mapping[str, Any]) -> Page | None:
    """The front page in the language being shown, else the site's first."""
    return _home(context.get("request"), get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def ways_on(context: Mapping[str, Any], home: Page | None) -> Ways:
    """The pages below ``home`` that an editor put into the menu, and this page in other languages.

    One query.
    """
    page = context.get("page")
    here = page if isinstance(page, Page) and page.pk else None
    in_menu = home.get_children().filter(show_in_menus=True) if home is not None else Page.objects.none()
    same = Page.objects.filter(translation_key=here.translation_key) if here else Page.objects.none()
    entries, translations = [], []
    shown = get_language() or settings.LANGUAGE_CODE
    for one in open_to_all(in_menu | same).select_related("locale").order_by("path"):
        if here is not None and one.translation_key == here.translation_key and one.pk != here.pk:
            translations.append(one)
        if home is not None and one.show_in_menus and one.is_child_of(home):
            spoken = one.locale.language_code
            is_here = here is not None and one.pk == here.pk
            entries.append(MenuEntry(one.title, one.url, is_here, "" if spoken == shown else spoken))
    return Ways(entries, _language_links(context, translations))


@register.simple_tag
def localized(value: LocalizedText) -> dict[str, str]:
    """``text`` and ``lang`` of a text in the language being shown, else the first there is."""
    text, lang = value.best(get_language() or settings.LANGUAGE_CODE)
    return {"text": text, "lang": lang}


def _language_links(context: Mapping[str, Any], translations: Sequence[Page]) -> list[LanguageLink]:
    """One link for each language of the site: to this same page, or to the front, saying so.

    ``subpath`` of the context is an address under the page that all its translations have.
    """
    request, page = context.get("request"), context.get("page")
    shown = get_language() or settings.LANGUAGE_CODE
    by_code: dict[str, str] = {}
    if isinstance(page, Page) and page.pk:
        for translation in translations:
            by_code[translation.locale.language_code] = f"{translation.url}{context.get('subpath', '')}"
    elif request is not None and _speaks(request):
        by_code = {code: _in_language(request.path, code) for code, _name in settings.LANGUAGES}
    links = []
    for code, _name in settings.LANGUAGES:
        name = get_language_info(code)["name_local"].capitalize()
        if code == shown:
            links.append(
                LanguageLink(
                    code, name, by_code.get(code, ""), is_current=True, is_translated=code in by_code
                )
            )
        elif code in by_code:
            links.append(LanguageLink(code, name, by_code[code], is_current=False))
        elif home := _home(request, code, exactly=True):
            links.append(LanguageLink(code, name, home.url, is_current=False, is_translated=False))
    return links


@register.simple_tag
def page_address(page: Page, subpath: str = "") -> str:
    """The whole address of ``page`` and what is under it, from the configured base URL, for paper."""
    address = address_of(page)
    return f"{address}{subpath}" if address else current().base_url


@register.simple_tag(takes_context=True)
def staff_userbar(context: Any) -> SafeString | str:
    """Wagtail's edit bar, for requests with a session; others are not even asked who they are."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    bar: SafeString | str = wagtailuserbar(context, position="bottom-left")
    return bar


def _speaks(request: HttpRequest) -> bool:
    """Whether this address is a page of ours outside the page tree, which ``?lang=`` translates."""
    view = request.resolver_match.func if request.resolver_match else None
    return request.method in {"GET", "HEAD"} and hasattr(view, "countersign_audience")


def _in_language(path: str, code: str) -> str:
    """The same address in another language; one that has none in its path is told by ``lang``."""
    return translate_url(path, code) if get_language_from_path(path) else f"{path}?lang={code}"


def _home(request: HttpRequest | None, code: str, *, exactly: bool = False) -> Page | None:
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    root = site.root_page
    # Of these Wagtail keeps a list, which spares a query on every page.
    if any(
        one.root_path == root.url_path and one.language_code == code for one in site.get_site_root_paths()
    ):
        return root
    found = root.get_translations().live().filter(locale__language_code=code).first()
    return found or (None if exactly else root)
