"""Our own site without its page cache: every page is rendered for every visitor."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE as ALL_MIDDLEWARE

MIDDLEWARE = [name for name in ALL_MIDDLEWARE if name != "campaigns.page_cache.PageCacheMiddleware"]
