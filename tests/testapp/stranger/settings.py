"""Settings of somebody's Wagtail site that installs the plugins: as docs/developers/plugin.md says, no more.

Its own middleware and order, its own user interface language, no page cache of ours, no site of ours.
"""

import base64
import os
from pathlib import Path

from privacy.secret import KeySet, parse_keys

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ["STRANGER_DATA"])


def key(name: str) -> str:
    return "1:" + base64.b64encode(name.ljust(32, "~").encode()).decode()


SECRET_KEY = "a stranger's key, for tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "stranger.urls"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
STATIC_URL = "/static/"
MEDIA_ROOT = DATA / "media"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "news",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "stranger.middleware.PaperCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
WAGTAIL_SITE_NAME = "The Stranger's Paper"
WAGTAILADMIN_BASE_URL = "https://paper.example.org"


def sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "TEST": {"NAME": DATA / f"test-{name}", "DEPENDENCIES": []},
    }


DATABASES = {"default": sqlite("paper.sqlite3")}

# --- What docs/developers/plugin.md tells a stranger to add ---------------------------------------

INSTALLED_APPS = [
    "petitions",
    "events",
    "mailings",
    "donations",
    "campaigns",
    "supporters",
    "outbox",
    "privacy",
    "wagtail.contrib.settings",
    "django.contrib.humanize",
    "django_tasks_db",
    *INSTALLED_APPS,
]
# Which kind of host it is (tests/test_testapp.py).
KIND = os.environ.get("STRANGER_KIND", "all apps")
if KIND == "only petitions":
    INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in {"events", "mailings", "donations"}]
if KIND == "his own events":
    INSTALLED_APPS.insert(0, "stranger.events")
DATABASES["keystore"] = sqlite("keystore.sqlite3")
DATABASE_ROUTERS = ["privacy.router.KeystoreRouter"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
MAILERS = {
    alias: {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"} for alias in ("default", "bulk")
}
COUNTERSIGN = {
    "KEYS": KeySet(
        kek=parse_keys(key("kek")),
        idx=parse_keys(key("idx")),
        sig=parse_keys(key("sig")),
    ),
    "BASE_URL": "https://paper.example.org",
}
SECURE_REFERRER_POLICY = "same-origin"
