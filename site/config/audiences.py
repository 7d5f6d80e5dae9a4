"""Who may use the routes that are not ours: Wagtail's, and those that Django adds.

Views of ours say it themselves with ``@audience``; a route that is neither is a failing test.
Called by ``config.urls``, so that nothing is routed before it is declared.
"""

from django.conf import settings

from privacy.audiences import Audience, declare_route
from privacy.roles import Role

PUBLIC = (
    "admin/login/",
    "admin/logout/",
    "admin/password_reset/",
    # The login page loads both: its icons, and the words of its scripts. They show nothing of the site.
    "admin/sprite/",
    "admin/jsi18n/",
    # Signed with a key of the uploader's session; the picture itself is public.
    "documents/",
    "static/",
    "media/",
    # Wagtail's catch-all of pages, below their language. Private pages ask by themselves.
    *(f"{code}/" for code, _name in settings.LANGUAGES),
)

# Lists what was changed on anything, by the permission for its kind alone: names of campaigns and petitions
# of which the reader is no member. The history of one's own is beside each of them.
SITE_HISTORY = ("wagtailadmin_reports:site_history", "wagtailadmin_reports:site_history_results")


def declare_foreign_routes() -> None:
    """Tell the route table about every route of others. May be called again."""
    declare_route("admin/", Audience.STAFF)
    for prefix in PUBLIC:
        declare_route(prefix, Audience.PUBLIC)
    for name in SITE_HISTORY:
        declare_route(name, Role.ADMINISTRATORS)
