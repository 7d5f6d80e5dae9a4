"""A bare Django project on the same database: the limit of what the stack can do."""

# The bare rows live in the peer's app, so its apps are installed; no middleware of theirs runs.
from benchmarks.peer.stock_settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    INSTALLED_APPS,
    STATIC_URL,
    USE_TZ,
)

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "INSTALLED_APPS", "STATIC_URL", "USE_TZ"]
SECRET_KEY = "the benchmark's limit keeps no secrets"
ALLOWED_HOSTS = ["*"]
DEBUG = False
ROOT_URLCONF = "benchmarks.peer.bare_urls"
WSGI_APPLICATION = "benchmarks.peer.wsgi.application"
MIDDLEWARE: list[str] = []
