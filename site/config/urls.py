"""Addresses of the ready-made site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.audiences import declare_foreign_routes
from config.probes import healthz, metrics, readyz
from config.security_txt import security_txt
from config.settings import DEBUG
from pages.public_views import search

declare_foreign_routes()

handler400, handler500 = "config.errors.bad_request", "config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # The one line of an install: every public deed of every installed plugin.
    path("do/", include("campaigns.urls")),
    # Before Wagtail's: its own login, log-out and ways to a password are never reached.
    path("admin/", include("staff.door_urls")),
    path("admin/", include("staff.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Answered by config.probes.ProbesMiddleware before any of the others; here for who lists the addresses.
    path("healthz", healthz, name="site_healthz"),
    path("readyz", readyz, name="site_readyz"),
    path("metrics", metrics, name="site_metrics"),
    path(".well-known/security.txt", security_txt, name="site_security_txt"),
    path("", include("pages.urls")),
]

# As the environment said at the boot: the page itself asks again, and is not there outside of development.
if DEBUG:
    urlpatterns += [path("outbox/", include("outbox.urls"))]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

# Every page stands under its language; `/` leads to the one the browser asks for.
urlpatterns += i18n_patterns(path("search/", search, name="pages_search"), path("", include(wagtail_urls)))
