"""Settings of the ready-made site: one file, read from the environment.

Every variable is described in one table, docs/operators/settings.md (a test compares). Plugins
never read the environment; what concerns them is in the one dict COUNTERSIGN at the end.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.databases import databases
from config.environment import (
    base_url,
    country,
    days_by_rule,
    dotted,
    flag,
    number,
    numbers_by_name,
    one_of,
    onion_url,
    secret,
    secret_file,
    split_url,
    text,
    words,
    zone,
)
from config.keys import read_keys
from config.logs import logging_config
from config.mailers import mailers, webhook_secrets
from config.payments import PAYMENT_HOSTS, stripe_key, stripe_webhook_secrets
from privacy.zones import places

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the running site writes: databases, media, mails of development, development keys.
DATA_DIR = Path(text("DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG = flag("DEBUG")
DEV_KEYS = DATA_DIR / "keys"
DATABASE_TASKS = "django_tasks_db.DatabaseBackend"
# Characters of a token that nobody guesses.
LEAST_TOKEN = 32
_HINT = "For development: `make run` makes keys; with DEBUG=1 they are read from var/keys."


def _key(name: str, file: str) -> str:
    """A secret; in development the file that ``make run`` made stands in for it."""
    return secret(name, default_file=DEV_KEYS / file if DEBUG else None, hint=_HINT)


# --- Where the site is reached -----------------------------------------------------------------

SECRET_KEY = _key("SECRET_KEY", "secret_key")
BASE_URL = base_url("BASE_URL", default="http://localhost:8000" if DEBUG else "")
_PARTS = split_url("BASE_URL", BASE_URL)
_HOST = _PARTS.hostname or ""
ENCRYPTED = _PARTS.scheme == "https"
# An onion service is encrypted by Tor itself; everywhere else plain http ends at this machine.
if not ENCRYPTED and _HOST not in {"localhost", "127.0.0.1", "[::1]"} and not _HOST.endswith(".onion"):
    raise ImproperlyConfigured(
        "BASE_URL must begin with https:// (http is for localhost and .onion addresses)."
    )
ALLOWED_HOSTS = [*words("ALLOWED_HOSTS", default=(_HOST,))]
# The same site for Tor Browser: http://….onion, without a path.
ONION_URL = onion_url("ONION_URL")
if ONION_URL:
    ALLOWED_HOSTS.append(ONION_URL.removeprefix("http://"))
# The staff side on a host of its own, away from visitors' pages; empty: beside them.
ADMIN_HOST = text("ADMIN_HOST").lower()
if ADMIN_HOST in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ADMIN_HOST must be another host than that of BASE_URL and ALLOWED_HOSTS.")
if ADMIN_HOST:
    ALLOWED_HOSTS.append(ADMIN_HOST.partition(":")[0])
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- What it is made of ------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "pages",
    "staff",
    "petitions",
    "events",
    "mailings",
    "donations",
    "campaigns",
    "supporters",
    "outbox",
    "privacy",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.locales",
    "wagtail.sites",
    # wagtail.users, where nobody is added with a password.
    "staff.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # The very first: what machines ask each few seconds comes without a host, in clear.
    "config.probes.ProbesMiddleware",
    "config.counting.CountingMiddleware",
    "campaigns.head.HeadMiddleware",
    "config.onion.OnionSecurityMiddleware",
    # Outside of what is kept and of static files: none of them leaves without these.
    "config.hard.HardHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Answers most visits. What stands below it is not run for a cached page: its headers are in the copy.
    "campaigns.page_cache.PageCacheMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.staff_policy.StaffPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.admin_host.AdminHostMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Half a login is nobody's; some pages ask again who is there.
    "staff.middleware.StaffDoorMiddleware",
    # Staff see what their role is declared for.
    "privacy.audiences.AudienceMiddleware",
    # While the vault is locked staff see that, and nothing else.
    "privacy.locked_pages.LockedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Innermost: keeps what was typed when a view meets a database that is locked or down.
    "campaigns.unavailable.UnavailableMiddleware",
]
# Django knows its SecurityMiddleware by that address alone; ours is one as well (config.onion).
SILENCED_SYSTEM_CHECKS = ["security.W001"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Databases, cache, tasks -------------------------------------------------------------------

DATABASES = databases(DATA_DIR, pool_size=number("DATABASE_POOL_SIZE", default=10, least=1, most=200))
DATABASE_ROUTERS = ["privacy.router.KeystoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ON_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if ON_POSTGRES:
    INSTALLED_APPS += ["django.contrib.postgres"]

_CACHES = {
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # `manage.py createcachetable` makes its table.
    "database": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "countersign_cache"},
    "redis": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": secret("REDIS_URL", optional=True),
    },
}
_cache = one_of("CACHE", ("memory", "database", "redis"), default="database" if ON_POSTGRES else "memory")
if _cache == "redis" and not _CACHES["redis"]["LOCATION"]:
    raise ImproperlyConfigured("REDIS_URL is missing: CACHE=redis needs it.")
CACHES = {"default": _CACHES[_cache]}

# Wagtail's tasks and ours land in one table; `manage.py run_worker` runs both. With another backend its own
# workers run them, and one `run_worker` stays: it wakes what comes round by the hour.
TASKS = {"default": {"BACKEND": dotted("TASKS_BACKEND", DATABASE_TASKS), "QUEUES": []}}
if TASKS["default"]["BACKEND"] != DATABASE_TASKS:
    INSTALLED_APPS += words("TASKS_APPS")
    # Where django-rq looks for its one queue. Unless told, it ends a job after three minutes, an import too.
    RQ_QUEUES = {"default": {"URL": _CACHES["redis"]["LOCATION"], "DEFAULT_TIMEOUT": 24 * 60 * 60}}

# --- Mail --------------------------------------------------------------------------------------

# Mails of development, read by the local outbox page.
MAIL_FILES = DATA_DIR / "mail"
MAILERS = mailers(development=DEBUG, files=MAIL_FILES)
DEFAULT_FROM_EMAIL = text("MAIL_FROM", f"no-reply@{_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Languages ---------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# A machine lists "localtime" as well, at which the script of Wagtail's account page stops.
WAGTAIL_USER_TIME_ZONES = ["UTC", *places()]
# What templates/ and site/ say; each app has its own catalogue.
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
# Spanish of the United States writes 93,000.50.
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Fonts and styles are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- Wagtail -----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = text("SITE_NAME", "Countersign")
WAGTAILADMIN_BASE_URL = f"{_PARTS.scheme}://{ADMIN_HOST}" if ADMIN_HOST else BASE_URL
# The stock admin asks wagtail.org for news and gravatar.com for faces (PRIVACY §1).
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Re-encodes on upload: Wagtail keeps place and camera in the original and in most renditions.
WAGTAILIMAGES_IMAGE_MODEL = "site_pages.CampaignImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.forms.CampaignImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.forms.PaperForm"
# Saved, never shown: what somebody brought is no page of ours (config.hard says the rest).
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "config.searching"}}

# --- Staff -------------------------------------------------------------------------------------

LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SESSION_ENGINE = "staff.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Browsers take a name that begins so from this very host alone, over https alone.
_BOUND = "__Host-" if ENCRYPTED else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_BOUND}sessionid", f"{_BOUND}csrftoken"
# In the session, not in a cookie that anybody holding the machine could read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Nobody signs up, and nothing is counted per address of a network: staff.adapters counts per account.
ACCOUNT_ADAPTER = "staff.adapters.DoorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_FORMS = {"login": "staff.forms.LoginForm"}
MFA_ADAPTER = "staff.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"authenticate": "staff.forms.CodeForm", "login_webauthn": "staff.forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A clock half a minute off is no reason to stay out.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
# Wagtail's own ways to a password: the door has its own.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False

# --- What a browser may do ---------------------------------------------------------------------

# No nonce: a cached page would hand the same one to everybody. The staff side has its own policy
# (config.staff_policy).
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    # Nobody, not even a page of ours: what may be framed says by whom (campaigns.framing).
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
# Whose players may be framed once a visitor presses play (pages.videos). Nothing is asked of them before;
# without any, a video is a link that leads there.
VIDEO_HOSTS = words("VIDEO_HOSTS", default=("www.youtube-nocookie.com", "player.vimeo.com"))
# Only the policy of a page with a video names them: inside the middleware that writes the header.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.csp.ContentSecurityPolicyMiddleware") + 1,
    "pages.video_policy.VideoPolicyMiddleware",
)
# `no-referrer` would make browsers send `Origin: null` and break every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENCRYPTED else 0
X_FRAME_OPTIONS = "DENY"
if flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STRIPE_KEY = stripe_key("STRIPE_SECRET_KEY", development=DEBUG)
if STRIPE_KEY:
    # The form of a gift leads on to Stripe's pages, and browsers hold a form's whole way against this.
    SECURE_CSP["form-action"] = [*SECURE_CSP["form-action"], *PAYMENT_HOSTS]

# --- What is written down about errors ---------------------------------------------------------

LOGGING = logging_config(
    one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"),
    form=one_of("LOG_FORMAT", ("text", "json"), default="text"),
)
DEFAULT_EXCEPTION_REPORTER = "config.reports.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.reports.NothingPersonal"

# Numbers for Prometheus at /metrics, for who knows this. Without it nothing is counted.
METRICS_TOKEN = secret("METRICS_TOKEN", optional=True)
if METRICS_TOKEN and len(METRICS_TOKEN) < LEAST_TOKEN:
    raise ImproperlyConfigured(f"METRICS_TOKEN must have {LEAST_TOKEN} characters or more.")
METRICS_DIR = Path(text("METRICS_DIR", str(DATA_DIR / "metrics"))).resolve()

# --- The plugins -------------------------------------------------------------------------------

COUNTERSIGN = {
    "KEYS": read_keys(_key),
    "KEK_FILE": secret_file("KEK"),
    "BASE_URL": BASE_URL,
    "STAFF_URL": WAGTAILADMIN_BASE_URL if ADMIN_HOST else "",
    "ORGANIZATION_ZONE": zone("ORGANIZATION_ZONE", default=""),
    "DEFAULT_COUNTRY": country("DEFAULT_COUNTRY", default="US"),
    "DENYLIST_EXTRA": words("DENYLIST_EXTRA"),
    "RETENTION_LONGER": days_by_rule("RETENTION_LONGER"),
    "BACKUP_RECIPIENTS": words("BACKUP_RECIPIENT"),
    "SIGN_LOAD_PER_MINUTE": number("SIGN_LOAD_PER_MINUTE", default=600, least=1),
    "MAIL_FIRST_PER_HOUR": number("MAIL_FIRST_PER_HOUR", default=2000, least=1),
    "DRAIN_RATE_PER_SECOND": number("MAIL_PER_SECOND", default=20, least=1, most=1000),
    "SMTP_CONNECTIONS": number("SMTP_CONNECTIONS", default=4, least=1, most=20),
    "MAIL_PROVIDER_PER_SECOND": numbers_by_name("MAIL_PROVIDER_PER_SECOND", example="google=40", least=0),
    "MAIL_PER_PERSON_PER_DAY": number("MAIL_PER_PERSON_PER_DAY", default=1, least=1, most=10),
    "MAIL_PER_PERSON_PER_WEEK": number("MAIL_PER_PERSON_PER_WEEK", default=3, least=1, most=50),
    "MAIL_UNDO_MINUTES": number("MAIL_UNDO_MINUTES", default=5, most=60),
    "MAILBOX": text("MAILBOX"),
    "MAILBOX_URL": secret("MAILBOX_URL", optional=True),
    "MAIL_REPLIES": text("MAIL_REPLIES"),
    "DKIM_SELECTOR": text("DKIM_SELECTOR"),
    "DKIM_KEY": secret("DKIM_KEY", optional=True),
    "MAIL_WEBHOOKS": webhook_secrets("MAIL_WEBHOOKS"),
    # Nothing leaves a development machine.
    "MAIL_WARM_UP": flag("MAIL_WARM_UP", default=not DEBUG),
    "PAGE_CACHE_SECONDS": number("PAGE_CACHE_SECONDS", default=60, most=3600),
    "STRIPE_SECRET_KEY": STRIPE_KEY,
    "STRIPE_WEBHOOK_SECRETS": stripe_webhook_secrets("STRIPE_WEBHOOK_SECRETS", key=STRIPE_KEY),
    "GIFTS_BEGUN_PER_HOUR": number("GIFTS_BEGUN_PER_HOUR", default=1000, least=1),
}
