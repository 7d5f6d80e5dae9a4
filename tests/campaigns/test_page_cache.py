"""The page cache: one drawing for many visitors, and never a page that must not be seen."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from campaigns import load, page_cache
from campaigns.page_cache import purge_all, purge_page, refresh_page
from privacy.days import utc_today
from privacy.keystore import day_key
from tests.campaigns.cache_urls import drawn

# The key that kept pages are sealed with is the keystore's.
pytestmark = pytest.mark.django_db

SESSION = {settings.SESSION_COOKIE_NAME: "abc"}


@pytest.fixture(autouse=True)
def site(settings, db):
    settings.ROOT_URLCONF = "tests.campaigns.cache_urls"
    settings.MIDDLEWARE = ["campaigns.page_cache.PageCacheMiddleware"]
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "page-cache-tests",
        }
    }
    caches["default"].clear()
    page_cache.forget_near()
    drawn.reset()
    # Read here, so that no thread of a test has to ask a database.
    day_key(utc_today(), page_cache.SEALED_AS)
    yield
    caches["default"].clear()
    page_cache.forget_near()


@pytest.fixture
def no_near(monkeypatch):
    """Like another process: nothing is kept in front of the shared cache."""
    monkeypatch.setattr(page_cache, "NEAR_SECONDS", -1)


def get(path="/page/", **kwargs):
    return Client().get(path, **kwargs)


def test_a_page_is_drawn_once_for_many_visitors():
    bodies = {get().content for _ in range(20)}
    assert (len(bodies), drawn.number) == (1, 1)


def test_a_page_is_drawn_once_for_many_processes(no_near):
    bodies = {get().content for _ in range(20)}
    assert (len(bodies), drawn.number) == (1, 1)


def test_source_and_all_other_parameters_neither_split_nor_reach_the_page():
    first = get("/page/?source=flyer&utm_source=x&a=b")
    assert first.content == b"old 1  None"
    assert get("/page/?source=other").content == first.content
    assert get("/page/?page=2").content == b"old 2 page=2 None"
    assert drawn.number == 2


@pytest.mark.parametrize("value", ["0", "x", "1234", "2 ", "%00", "2&page=x", "99999999"])
def test_strange_values_cannot_fill_the_cache(value):
    get()
    get(f"/page/?page={value}")
    get(f"/page/?lang={value}&page={value}")
    assert drawn.number == 1


def test_languages_nobody_speaks_cannot_fill_the_cache():
    get()
    for letter in "abcdefgh":
        get(f"/page/?lang=q{letter}")
    assert drawn.number == 1


def test_host_path_and_language_are_pages_of_their_own():
    get()
    get(headers={"host": "other.example"})
    get("/page/1/")
    get(headers={"accept-language": "es"})
    get(headers={"accept-language": "es-MX,es"})
    assert drawn.number == 4


@pytest.mark.parametrize(
    "host", ["TestServer", "testserver.", "testserver:1", "testserver:65535", "testserver:08000"]
)
def test_odd_spellings_of_our_host_cannot_fill_the_cache(host):
    get()
    kept = len(_keys())
    assert get(headers={"host": host}).content == b"old 2  None"
    assert len(_keys()) == kept


def test_a_foreign_host_is_refused_before_anything_is_kept():
    assert get(headers={"host": "evil.example"}).status_code == 400


def test_who_has_a_session_gets_a_page_of_ones_own_that_nobody_keeps():
    get()
    client = Client()
    client.cookies.load(SESSION)
    first, second = client.get("/page/?source=x"), client.get("/page/?source=x")
    assert (first.content, second.content) == (b"old 2 source=x x", b"old 3 source=x x")
    assert first["Cache-Control"] == "private, no-store"
    assert get().content == b"old 1  None"


@pytest.mark.parametrize("sign", ["=", " =", "=x; other=", '="quoted"; sessionid='])
def test_a_session_is_known_however_the_cookie_is_spelled(sign):
    """An infiltrator's own page, with what only staff see, must not become everybody's."""
    spelled = {"cookie": f"a=b; {settings.SESSION_COOKIE_NAME}{sign}abc"}
    assert get(headers=spelled)["Cache-Control"] == "private, no-store"
    assert get().content == b"old 2  None"


@pytest.mark.parametrize("kind", ["cookie", "missing", "private", "no-store", "nonce", "zipped", "agent"])
def test_what_is_for_one_visitor_is_never_kept(kind):
    get(f"/odd/{kind}/")
    get(f"/odd/{kind}/")
    assert drawn.number == 2


def test_only_marked_views_are_kept_and_posts_never():
    get("/unmarked/")
    get("/unmarked/")
    Client().post("/page/")
    Client().post("/page/")
    assert drawn.number == 4


def test_a_plain_view_keeps_its_parameters():
    assert get("/unmarked/?source=x").content == b"old 1 source=x x"


def test_head_is_answered_from_what_get_kept_and_keeps_nothing_itself():
    Client().head("/page/")
    get()
    response = Client().head("/page/")
    assert (response.status_code, drawn.number) == (200, 2)


@pytest.mark.django_db(transaction=True)
def test_head_cannot_keep_the_old_copy_alive():
    with time_machine.travel(timezone.now(), tick=False):
        get()
        refresh_page("/page/")
        Client().head("/page/")
        assert get().content == b"old 2  None"


def test_a_visitor_who_has_the_page_gets_304():
    etag = get()["ETag"]
    response = get(headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_kept_page_travels_packed_to_whoever_takes_that():
    plain = get()
    packed = get(headers={"accept-encoding": "br, gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], plain.get("Content-Encoding")) == ("gzip", None)
    assert (packed["Content-Length"], plain["Content-Length"]) == (
        str(len(packed.content)),
        str(len(plain.content)),
    )
    assert packed["ETag"] == plain["ETag"]
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert drawn.number == 1


@pytest.mark.parametrize("said", ["gzip;q=0", "br, gzip; q=0.0", "identity, gzip;q=0, *;q=0"])
def test_a_kept_page_travels_as_it_is_to_whoever_refuses_packed_ones(said):
    get()

    assert get(headers={"accept-encoding": said}).get("Content-Encoding") is None
    assert get(headers={"accept-encoding": "gzip;q=0.5"})["Content-Encoding"] == "gzip"


class BrokenCache(LocMemCache):
    """A cache server that does not answer."""

    def get_many(self, *args, **kwargs):
        raise ConnectionError

    set = set_many = add = get = get_many


def test_without_the_cache_every_page_is_drawn_and_forms_still_pass(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caches["default"].__class__ = BrokenCache
    assert [get().content, get().content] == [b"old 1  None", b"old 2  None"]
    load.forget_load()
    assert not load.under_load()
    load.forget_load()


def test_forgetting_what_is_near_asks_the_shared_cache_at_once(monkeypatch):
    monkeypatch.setattr(page_cache, "NEAR_SECONDS", 3600)
    first = get().content
    caches["default"].clear()
    assert get().content == first
    page_cache.forget_near()
    assert (get().content == first, drawn.number) == (False, 2)


def test_a_load_is_forgotten_for_as_long_as_one_says(settings):
    load._cache().set(load.FLAG, True, 60)
    load.forget_load(for_seconds=3600)
    assert not load.under_load()
    load.forget_load()
    assert load.under_load()
    load.forget_load(for_seconds=3600)


def test_no_page_lies_in_clear_in_the_shared_cache(no_near):
    """It may be a table of the main database, and so in its backups for 35 days."""
    assert get().content == get().content == b"old 1  None"
    kept = b"".join(caches["default"]._cache.values())
    assert (page_cache._token_names("/page/")[0] in _keys(), b"old 1" in kept) == (True, False)


def test_a_page_kept_yesterday_is_drawn_anew(no_near):
    with time_machine.travel("2026-11-23T23:59:58+00:00", tick=False) as clock:
        get()
        clock.shift(3)
        page_cache.forget_near()
        assert get().content == b"old 2  None"


def test_at_midnight_one_request_draws_and_the_others_get_the_copy_this_process_has_open(no_near):
    with time_machine.travel("2026-11-23T23:59:58+00:00", tick=False) as clock:
        get()
        clock.shift(3)
        # Fresh still, only sealed under a key that is gone.
        assert get().content == b"old 1  None"
        clock.shift(60)
        key, _parameters = page_cache.page_key(RequestFactory().get("/page/"))
        caches["default"].add(f"{key}.lock", 1)
        assert get().content == b"old 1  None"
        caches["default"].delete(f"{key}.lock")
        assert get().content == b"old 2  None"


def test_a_page_grows_old_after_a_minute():
    with time_machine.travel("2026-11-23T12:00:00+00:00", tick=False) as clock:
        get()
        clock.shift(59)
        page_cache.forget_near()
        get()
        assert drawn.number == 1
        clock.shift(2)
        page_cache.forget_near()
        assert get().content == b"old 2  None"


@pytest.mark.django_db(transaction=True)
def test_a_purged_page_is_never_shown_again(no_near):
    get()
    purge_page("/page/")
    assert get().content == b"old 2  None"


@pytest.mark.django_db(transaction=True)
def test_purging_all_purges_every_page(no_near):
    get()
    get("/page/1/")
    purge_all()
    get()
    get("/page/1/")
    assert drawn.number == 4


@pytest.mark.django_db(transaction=True)
def test_a_purge_waits_for_the_commit(no_near):
    get()
    with transaction.atomic():
        purge_page("/page/")
        assert get().content == b"old 1  None"
    assert get().content == b"old 2  None"


@pytest.mark.django_db(transaction=True)
def test_a_purge_survives_that_the_cache_loses_its_tokens(no_near):
    get()
    cache = caches["default"]
    kept = {name: cache.get(name) for name in page_cache._token_names("/page/")}
    purge_page("/page/")
    for name in kept:
        cache.delete(name)
    assert get().content == b"old 2  None"


def in_thread(pool, path="/page/"):
    return pool.submit(lambda: Client().get(path).content)


@pytest.mark.django_db(transaction=True)
def test_a_page_begun_before_a_purge_is_not_kept_as_fresh(no_near):
    drawn.hold = hold = threading.Event()
    with ThreadPoolExecutor() as pool:
        slow = in_thread(pool)
        assert drawn.started.wait(60)
        drawn.version = "new"
        drawn.hold = None
        purge_page("/page/")
        hold.set()
        assert slow.result(60).startswith(b"old")
    assert get().content.startswith(b"new")


@pytest.mark.django_db(transaction=True)
def test_one_renders_and_all_others_get_the_old_copy(no_near):
    get()
    drawn.version = "new"
    drawn.hold = hold = threading.Event()
    drawn.started.clear()
    refresh_page("/page/")
    with ThreadPoolExecutor(max_workers=20) as pool:
        renderer = in_thread(pool)
        assert drawn.started.wait(60)
        others = {future.result(60) for future in [in_thread(pool) for _ in range(50)]}
        assert (others, drawn.number) == ({b"old 1  None"}, 2)
        hold.set()
        assert renderer.result(60) == b"new 2  None"
    assert {get().content for _ in range(10)} == {b"new 2  None"}


@pytest.mark.django_db(transaction=True)
def test_a_renderer_that_fails_leaves_the_old_copy_and_is_replaced(no_near):
    with time_machine.travel("2026-11-23T12:00:00+00:00", tick=False) as clock:
        get()
        refresh_page("/page/")
        # A renderer that took the lock and died.
        key = next(
            name
            for name in _keys()
            if name.endswith(tuple("0123456789abcdef")) and ".hard." not in name and ".soft." not in name
        )
        caches["default"].add(f"{key}.lock", 1, page_cache.RENDER_SECONDS)
        assert get().content == b"old 1  None"
        clock.shift(page_cache.RENDER_SECONDS + 1)
        assert get().content == b"old 2  None"


def _keys():
    return [name.partition(":1:")[2] for name in caches["default"]._cache]


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_never_see_an_older_page_after_a_purge(no_near):
    """Each round: purge while twenty threads read; after it nobody may get what was drawn before."""
    with ThreadPoolExecutor(max_workers=20) as pool:
        for number in range(10):
            readers = [in_thread(pool) for _ in range(20)]
            drawn.version = f"round{number}"
            purge_page("/page/")
            after = [in_thread(pool) for _ in range(20)]
            assert {future.result(60).split()[0] for future in after} == {f"round{number}".encode()}
            assert all(future.result(60) for future in readers)
