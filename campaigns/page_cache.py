"""Public pages kept whole, so that a viral hour costs a dictionary look-up a page.

What is kept is the same for every visitor: nothing is stored that sets a cookie,
carries a nonce, or was asked for with a session. One entry per host, path, language
and the few parameters of ``PARAMETERS``; every other parameter is taken away before
the page is drawn, so it can neither fill the cache nor be drawn into an entry.

Entries name the *tokens* of the site and of their path's bucket under which they were begun.
``purge_page()`` and ``refresh_page()`` change a token: an entry begun before, even one
finished after, is never fresh again, in any process. The layer in front of the shared
cache is forgotten after a second. ``docs/developers/page-cache.md`` has the whole story.
"""

import gzip
import hashlib
import logging
import re
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request

from campaigns.languages import known_language
from campaigns.page_url import is_prefixed, path_of
from privacy.conf import current
from privacy.day_seals import open_of_day, seal_for_day
from privacy.exceptions import SealedError

logger = logging.getLogger(__name__)

# The parameters a public page may depend on, and what they may hold: few values, so that nobody
# can fill the cache with them.
PARAMETERS: dict[str, Callable[[str], object]] = {
    "lang": known_language,
    "page": re.compile(r"[1-9][0-9]{0,2}").fullmatch,
}
# A client that says "gzip;q=0" says that it wants none.
NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)
VARIES_BY = {"cookie", "accept-language", "accept-encoding"}
# How long past its freshness an entry may still be shown while one request renders it anew.
STALE_SECONDS = 600
# A renderer that died is replaced after this.
RENDER_SECONDS = 10
TOKEN_SECONDS = 7 * 24 * 3600
NEAR_SECONDS = 1.0
NEAR_ENTRIES = 256
# Of gzip's nine: what more would gain is less than it takes.
PACKING = 6
# Asked again each time, by the ETag: who has just confirmed must not see the old count.
BROWSER_CACHING = "public, max-age=0, must-revalidate"

SITE_TOKEN = "countersign.page.site"  # noqa: S105 (the name of a cache entry)
# Paths share this many tokens of each sort. A purge also hits a page's neighbours in its bucket,
# which costs a rendering; a token for each path would let anyone fill the cache with wrong addresses.
BUCKETS = 256

# Purpose of the key of the day under which bodies lie in the shared cache. A page may show first
# names; a purge forgets its entry, but leaves the bytes until they are written over.
SEALED_AS = "campaigns.pages"

Tokens = tuple[str, ...]


class Entry(NamedTuple):
    """A kept response, and when and under which tokens its rendering began."""

    fresh_until: float
    tokens: Tokens
    headers: tuple[tuple[str, str], ...]
    body: bytes
    # The body gzipped, once for all who ask within the second; empty where that would gain nothing.
    packed: bytes = b""


@dataclass(slots=True)
class Rendering:
    """What a request that missed knows about the entry it may fill."""

    key: str
    parameters: str
    tokens: Tokens
    allowed: bool = False


# Answers of the shared cache, kept for a second in this process: key -> (until, entry).
_near: dict[str, tuple[float, Entry]] = {}


def cacheable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view of ours whose pages are the same for every visitor."""
    view.countersign_cacheable = True  # type: ignore[attr-defined]
    return view


class PageCacheMiddleware:
    """Answers from the cache, or keeps what is rendered. The first middleware of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        # As Django reads it: it also takes "sessionid =…" for a session.
        if request.META.get("HTTP_COOKIE") and settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self._private(request)
        key, parameters = page_key(request)
        near = _near.get(key)
        if near is not None and monotonic() < near[0]:
            return _answer(request, near[1])
        return self._look_up(request, key, parameters)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Only now it is known what is asked for: Wagtail's pages and ``@cacheable`` views are kept."""
        rendering: Rendering | None = getattr(request, "countersign_rendering", None)
        if rendering is None or not _is_cacheable(request, view):
            return
        rendering.allowed = True
        request.META["QUERY_STRING"] = rendering.parameters
        request.GET = QueryDict(rendering.parameters)

    def _private(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        elif response.get("Content-Type", "").startswith("text/html"):
            # Also a page that says "public" of itself: with a session it may show what only staff see.
            response["Cache-Control"] = "private, no-store"
        return response

    def _look_up(self, request: HttpRequest, key: str, parameters: str) -> HttpResponseBase:
        try:
            entry, tokens = self._find(key, request.path_info, may_draw=request.method == "GET")
        except Exception as error:  # noqa: BLE001 (each cache backend has errors of its own)
            # Without a cache every page is drawn, or says itself that the database is down.
            logger.error("The page cache cannot be read (%s).", type(error).__name__)
            return self.get_response(request)
        if entry is not None:
            if request.method == "GET":
                # Not for HEAD, which draws nothing anew: it would keep a stale copy here for others.
                entry = _keep_near(key, entry)
            return _answer(request, entry)
        return self._render(request, Rendering(key, parameters, tokens))

    def _find(self, key: str, path: str, *, may_draw: bool) -> tuple[Entry | None, Tokens]:
        """The copy to show, if any, and the tokens of now. What HEAD draws is not kept: it takes no lock."""
        cache = _cache()
        names = _token_names(path)
        found = cache.get_many([key, *names])
        if missing := [name for name in names if name not in found]:
            found |= _draw_tokens(cache, missing)
        tokens = tuple(found[name] for name in names)
        entry = _opened(key, found.get(key))
        if entry is None and key in found and (near := _near.get(key)) is not None:
            # Sealed under yesterday's key. This process has it open still, so one request draws it anew.
            entry = near[1]
        if entry is not None and entry.tokens[:2] != tokens[:2]:
            # Purged: this copy must not be shown again.
            return None, tokens
        is_fresh = entry is not None and entry.tokens == tokens and time() < entry.fresh_until
        # One request wins the lock and renders; all others get the stale copy.
        if may_draw and not is_fresh and entry is not None and cache.add(f"{key}.lock", 1, RENDER_SECONDS):
            return None, tokens
        return entry, tokens

    def _render(self, request: HttpRequest, rendering: Rendering) -> HttpResponseBase:
        request.countersign_rendering = rendering  # type: ignore[attr-defined]
        response = self.get_response(request)
        if rendering.allowed and isinstance(response, HttpResponse) and _may_keep(request, response):
            entry = _entry_of(response, rendering)
            try:
                kept = _sealed(rendering.key, entry)
                _cache().set(rendering.key, kept, current().page_cache_seconds + STALE_SECONDS)
                _cache().delete(f"{rendering.key}.lock")
            except Exception as error:  # noqa: BLE001 (as in _look_up)
                logger.error("The page cache cannot be written (%s).", type(error).__name__)
            return _answer(request, _keep_near(rendering.key, entry))
        return response


def page_key(request: HttpRequest) -> tuple[str, str]:
    """The name of a request's entry, and the query string of the parameters that count."""
    parameters = _parameters(request) if request.META.get("QUERY_STRING") else ""
    path = request.path_info
    if is_prefixed():
        language = get_language_from_path(path) or get_language_from_request(request)
    else:
        language = get_language_from_request(request)
    # \n can stand in none of these, so no two requests share a name.
    name = f"{request.scheme}\n{request.get_host()}\n{path}\n{language}\n{parameters}"
    return f"countersign.page.{hashlib.blake2b(name.encode(), digest_size=20).hexdigest()}", parameters


def takes_gzip(request: HttpRequest) -> bool:
    """Whether whoever asks can read what is gzipped."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and NO_GZIP.search(accepted) is None


def purge_page(page: Any) -> None:
    """Never show a kept copy of ``page`` (a Wagtail page or a path, in any language) again.

    For what must not be seen any more: an erased name, an unpublished page. Takes
    effect after the commit: a page rendered before it may hold the old state.
    """
    _change_tokens([_path_token(path_of(page))])


def refresh_page(*pages: Any) -> None:
    """Have each of ``pages`` rendered anew at the next request; until it is, others get the old copy.

    For what has only moved on: a total, a goal.
    """
    _change_tokens([_soft_token(path_of(page)) for page in pages])


def purge_all() -> None:
    """Never show any kept copy again: a page moved, and menus and teasers name it elsewhere."""
    _change_tokens([SITE_TOKEN])


def forget_near() -> None:
    """Ask the shared cache at the next request, also for what this process was told within the second."""
    _near.clear()


def _change_tokens(names: list[str]) -> None:
    def change() -> None:
        _cache().set_many({name: secrets.token_urlsafe(9) for name in names}, TOKEN_SECONDS)
        forget_near()

    # Robust: what was committed stands, also when the cache cannot be reached.
    transaction.on_commit(change, robust=True)


def _draw_tokens(cache: Any, names: list[str]) -> dict[str, str]:
    """New tokens in place of missing ones: an entry of before an eviction can never match again."""
    for name in names:
        cache.add(name, secrets.token_urlsafe(9), TOKEN_SECONDS)
    # Another process may have drawn first; what can't be read back matches nothing either.
    return {name: cache.get(name) or secrets.token_urlsafe(9) for name in names}


def _cache() -> Any:
    return caches[current().page_cache_alias]


def _path_token(path: str) -> str:
    return f"countersign.page.hard.{_bucket(path)}"


def _soft_token(path: str) -> str:
    return f"countersign.page.soft.{_bucket(path)}"


def _bucket(path: str) -> int:
    return zlib.crc32(path.encode()) % BUCKETS


def _token_names(path: str) -> tuple[str, str, str]:
    return SITE_TOKEN, _path_token(path), _soft_token(path)


def _parameters(request: HttpRequest) -> str:
    query = QueryDict(mutable=True)
    for name, is_known in PARAMETERS.items():
        value = request.GET.get(name)
        if value is not None and is_known(value):
            query[name] = value
    return query.urlencode()


def _is_cacheable(request: HttpRequest, view: Any) -> bool:
    match = request.resolver_match
    return getattr(view, "countersign_cacheable", False) or (
        match is not None and match.view_name == "wagtail_serve"
    )


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and _is_plain_host(request)
        and response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
        and not response.has_header("Content-Encoding")
        and {name.strip().lower() for name in response.get("Vary", "").split(",") if name} <= VARIES_BY
        # A nonce is for one visitor: such a page would hand it to everybody.
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _is_plain_host(request: HttpRequest) -> bool:
    """Whether the host is spelled as browsers do: ALLOWED_HOSTS lets any case and any port pass, by
    which anybody could fill the cache with copies of one page."""
    host = request.get_host()
    domain, port = split_domain_port(host)
    usual = urlsplit(current().base_url).port
    return host == (f"{domain}:{port}" if port else domain) and port in ("", str(usual))


def _entry_of(response: HttpResponse, rendering: Rendering) -> Entry:
    # What is no page, and need not be of this very second, may say so.
    response["Cache-Control"] = getattr(response, "countersign_caching", BROWSER_CACHING)
    # With the policy: a browser that is told "not modified" goes by the policy it has kept, and who may
    # frame a page can change without a word in it.
    marked = response.content + response.get("Content-Security-Policy", "").encode()
    # Weak, for it names the page and not its bytes, which also travel gzipped.
    response["ETag"] = f'W/"{hashlib.blake2b(marked, digest_size=12).hexdigest()}"'
    return Entry(
        fresh_until=time() + current().page_cache_seconds,
        tokens=rendering.tokens,
        headers=tuple(response.items()),
        body=response.content,
    )


def _sealed(key: str, entry: Entry) -> Entry:
    return entry._replace(body=seal_for_day(entry.body, purpose=SEALED_AS, place=key.encode()))


def _opened(key: str, kept: Entry | None) -> Entry | None:
    """The entry as it was rendered; None for one of a day that is over."""
    if kept is None:
        return None
    try:
        return kept._replace(body=open_of_day(kept.body, purpose=SEALED_AS, place=key.encode()))
    except SealedError:
        return None


def _keep_near(key: str, entry: Entry) -> Entry:
    if len(_near) >= NEAR_ENTRIES:
        _near.clear()
    # No secret of anybody's is in a page that all are shown, so nothing can be guessed by its length.
    is_text = dict(entry.headers).get("Content-Type", "").startswith("text/")
    near = entry._replace(packed=gzip.compress(entry.body, PACKING, mtime=0)) if is_text else entry
    _near[key] = (monotonic() + NEAR_SECONDS, near)
    return near


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    headers = dict(entry.headers)
    if request.META.get("HTTP_IF_NONE_MATCH") == headers["ETag"]:
        return HttpResponse(
            status=304, headers={"ETag": headers["ETag"], "Cache-Control": headers["Cache-Control"]}
        )
    packed = entry.packed and takes_gzip(request)
    response = HttpResponse(entry.packed if packed else entry.body, headers=headers)
    if packed:
        response["Content-Encoding"] = "gzip"
    # Not that of the body which was kept: a browser waits for as many bytes as this says.
    response["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
