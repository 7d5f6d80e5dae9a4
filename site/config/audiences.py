"""Who may use the routes that are not ours: Wagtail's, and those that Django adds.

Views of ours say it themselves with ``@audience``; a route that is neither is a failing test.
Called by ``config.urls``, so that nothing is routed before it is declared.
"""

from django.conf import settings

from privacy.audiences import Audience, declare_route
from privacy.locked_pages import stay_open
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

# Two pages of errors, to be looked at.
TESTS = ("admin/test404/", "admin/failwhale/")
# Ask for no right before they draw the name of a page, or what can be made.
WITHOUT_RIGHT = (
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:confirm_workflow_cancellation",
    "admin/pages/create/",
)
# Steps of a workflow, by their names; only superusers make workflows.
WORKFLOWS = "admin/workflows/"
# Who runs the site, and how it looks.
SETTINGS = "admin/settings/"


def declare_foreign_routes() -> None:
    """Tell the route table about every route of others. May be called again."""
    declare_route("admin/", Audience.STAFF)
    for prefix in PUBLIC:
        declare_route(prefix, Audience.PUBLIC)
    stay_open("site_staff:")
    for name in (*SITE_HISTORY, *TESTS, WORKFLOWS, SETTINGS):
        declare_route(name, Role.ADMINISTRATORS)
    for name in WITHOUT_RIGHT:
        declare_route(name, Role.EDITORS, Role.ADMINISTRATORS)
