"""What of Django, Wagtail and other packages this house bends, or calls although it is theirs alone.

None of it is promised to stay. Each stands here with why, with the version it was tried with, and with a
fingerprint of its source as it was then. tests/test_bends.py tells when one has changed: read theirs anew,
try ours, and write down the new fingerprint and version (docs/developers/bends.md).
"""

from dataclasses import dataclass

DJANGO = "Django 6.1.3"
WAGTAIL = "wagtail 8.0.1"
TREEBEARD = "django-treebeard 5.3.1"
ALLAUTH = "django-allauth 65.22.1"
TASKS = "django-tasks-db 0.13.0"
PYPDF = "pypdf 7.1.1"


@dataclass(frozen=True)
class Bend:
    """Something of theirs, by its dotted name; ours: the files that rely on it, each by this ``word``."""

    theirs: str
    ours: tuple[str, ...]
    why: str
    tried: str
    seen: str
    word: str = ""

    @property
    def known_by(self) -> str:
        """What of it stands in our files: its own name, if nothing else was said."""
        return self.word or self.theirs.rpartition(".")[2]


@dataclass(frozen=True)
class Copy:
    """A template of theirs that ours takes the place of as a whole."""

    name: str
    why: str
    seen: str
    tried: str = WAGTAIL


BENDS = (
    Bend(
        "django.utils.log.log_response",
        (
            "campaigns/unavailable.py",
            "privacy/locked_pages.py",
            "site/config/probes.py",
            "supporters/views/door.py",
        ),
        "Django would log the address of an answer of 503, which may be a signed link",
        DJANGO,
        "627e1d0bb4d9",
        word="_has_been_logged",
    ),
    Bend(
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
        ("site/config/staff_policy.py", "site/pages/video_policy.py"),
        "a middleware chooses the policy of an answer, where csp_override() would want a view",
        DJANGO,
        "0d064294168f",
        word="_csp_config",
    ),
    Bend(
        "django.http.request.QueryDict._assert_mutable",
        ("site/staff/again.py",),
        "the copy of a form without its second step is closed again",
        DJANGO,
        "2a7673d9b2b5",
        word="_mutable",
    ),
    Bend(
        "django.utils.functional.LazyObject.__setattr__",
        ("site/staff/middleware.py",),
        "the user itself, for Django and Wagtail ask of what class one is",
        DJANGO,
        "d2caf913f7f4",
        word="_wrapped",
    ),
    Bend(
        "django.db.backends.base.base.BaseDatabaseWrapper._cursor",
        ("privacy/inserts.py",),
        "the same around the driver’s own cursor, which sends values apart: Django’s writes them in",
        DJANGO,
        "f14fc0772907",
        word="close_if_health_check_failed",
    ),
    Bend(
        "django.db.backends.base.base.BaseDatabaseWrapper._prepare_cursor",
        ("privacy/inserts.py",),
        "the same",
        DJANGO,
        "b3c0c3015147",
        word="make_debug_cursor",
    ),
    Bend(
        "django.contrib.sessions.backends.base.SessionBase.get_expiry_date",
        ("site/staff/session_store.py",),
        "where the end of a session is kept, by which ours is over to the second",
        DJANGO,
        "4efe5b3bc5ca",
        word="_session_expiry",
    ),
    Bend(
        "django.contrib.auth.models.Group.__str__",
        ("site/staff/role_names.py",),
        "roles are called by their names in the reader’s language",
        DJANGO,
        "49ff4f08b264",
    ),
    Bend(
        "wagtail.admin.widgets.chooser.BaseChooser.render",
        ("site/config/staff_policy.py",),
        "its script gets the nonce of the staff side’s policy",
        WAGTAIL,
        "7ab8d116ed74",
    ),
    Bend(
        "wagtail.admin.views.account.AvatarSettingsPanel",
        ("site/staff/staff_records.py",),
        "nobody is asked for a portrait",
        WAGTAIL,
        "9d17c2832f5e",
        word="AvatarSettingsPanel.is_active",
    ),
    Bend(
        "wagtail.admin.views.account.BaseSettingsPanel.is_active",
        ("site/staff/staff_records.py",),
        "the question that hides the panel of portraits",
        WAGTAIL,
        "9cc1b350a13b",
    ),
    Bend(
        "wagtail.admin.forms.account.NameEmailForm",
        ("site/staff/staff_records.py",),
        "nobody has to give a first and last name",
        WAGTAIL,
        "ba5e7cc72fb6",
    ),
    Bend(
        "wagtail.admin.views.pages.bulk_actions.page_bulk_action.DefaultPageForm",
        ("site/pages/campaign_buttons.py",),
        "its tick speaks the reader’s language",
        WAGTAIL,
        "89cd991518ca",
        word="DefaultPageForm.base_fields",
    ),
    Bend(
        "wagtail.blocks.field_block.ChooserBlock.bulk_to_python",
        ("site/pages/blocks/ahead.py",),
        "rows that several sorts of blocks name are fetched once for a whole body",
        WAGTAIL,
        "68df9d7cfc5f",
    ),
    Bend(
        "wagtail.images.forms.formfield_for_dbfield",
        ("site/pages/forms.py",),
        "it makes the field of a picture’s file by itself: ours takes its place in the form",
        WAGTAIL,
        "e6affde01540",
        word="PictureField",
    ),
    Bend(
        "wagtail.models.pages.GroupPagePermission",
        ("site/staff/services/roles.py",),
        "a role’s rights over pages: what PARTIAL compares",
        WAGTAIL,
        "0098375ddd0c",
    ),
    Bend(
        "wagtail.models.media.GroupCollectionPermission",
        ("site/staff/services/roles.py",),
        "a role’s rights over pictures and documents: PARTIAL",
        WAGTAIL,
        "6fc4dff2ea79",
    ),
    Bend(
        "wagtail.models.sites.GroupSitePermission",
        ("site/staff/services/roles.py",),
        "a role’s rights over one site’s settings: PARTIAL",
        WAGTAIL,
        "9b86d6566892",
    ),
    Bend(
        "treebeard.mp_tree.MP_Node.get_parent",
        ("site/pages/models/front.py",),
        "the page above is known, and not asked for again",
        TREEBEARD,
        "858618213dcc",
        word="_cached_parent_obj",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.get_server",
        ("site/staff/passkey_origin.py", "site/staff/services/passkeys.py"),
        "it takes what a page of a subdomain had a key say: ours takes its place",
        ALLAUTH,
        "4936b3b0e74e",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.begin_registration",
        ("site/staff/views/factors.py",),
        "passkeys are added on our page",
        ALLAUTH,
        "ddfa0efa76e9",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.begin_authentication",
        ("site/staff/again.py",),
        "keys are asked again on our page",
        ALLAUTH,
        "c6cc79e89edf",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.parse_authentication_response",
        ("site/staff/again.py", "site/staff/services/passkeys.py"),
        "reads what a key says",
        ALLAUTH,
        "0f25b89830fa",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.complete_authentication",
        ("site/staff/again.py",),
        "judges what a key says",
        ALLAUTH,
        "19ec78bad6a8",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.extract_user_from_response",
        ("site/staff/services/passkeys.py",),
        "whose passkey it is",
        ALLAUTH,
        "b690c4e54cb4",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.get_credentials",
        ("site/staff/services/passkeys.py",),
        "the keys of an account",
        ALLAUTH,
        "9e9b8f03e1af",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.get_authenticator_by_credential_id",
        ("site/staff/services/passkeys.py",),
        "the row of a key",
        ALLAUTH,
        "30b496a3d6cf",
    ),
    Bend(
        "allauth.mfa.webauthn.internal.auth.WebAuthn",
        ("site/staff/services/factors.py",),
        "adds a key within our transaction",
        ALLAUTH,
        "eccf399a02e7",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.TOTP",
        ("site/staff/services/factors.py", "site/pages/demo/staff.py"),
        "adds an app within our transaction",
        ALLAUTH,
        "96849aa65340",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.get_totp_secret",
        ("site/staff/views/factors.py",),
        "the secret that our page shows",
        ALLAUTH,
        "5473e301622b",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.SECRET_SESSION_KEY",
        ("site/staff/views/factors.py",),
        "where that secret waits",
        ALLAUTH,
        "631aa0d92aa1",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.hotp_value",
        ("site/staff/services/factors.py", "site/staff/development.py"),
        "a code counts once, and none before it: its own check takes one twice",
        ALLAUTH,
        "06e3c41ece36",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.format_hotp_value",
        ("site/staff/services/factors.py", "site/staff/development.py"),
        "the same",
        ALLAUTH,
        "179e9843747f",
    ),
    Bend(
        "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time",
        ("site/staff/services/factors.py",),
        "the same",
        ALLAUTH,
        "4587961fc5f5",
    ),
    Bend(
        "allauth.mfa.recovery_codes.internal.auth.RecoveryCodes",
        ("site/staff/services/factors.py",),
        "uses a code up within our transaction",
        ALLAUTH,
        "8f47b4525f15",
    ),
    Bend(
        "allauth.account.internal.stagekit.unstash_login",
        ("site/staff/half_logins.py",),
        "a login between its two steps ends with the password that it began with",
        ALLAUTH,
        "26e31295174c",
    ),
    Bend(
        "allauth.account.internal.stagekit.clear_login",
        ("site/staff/half_logins.py",),
        "the same",
        ALLAUTH,
        "ce79fe344610",
    ),
    Bend(
        "allauth.account.internal.flows.login.perform_password_login",
        ("site/staff/forms.py",),
        "the first step, with our stamp on it",
        ALLAUTH,
        "0475a2cb4324",
    ),
    Bend(
        "allauth.account.internal.flows.login.get_authentication_records",
        ("site/staff/adapters.py",),
        "which steps this session has taken",
        ALLAUTH,
        "ad2fad90e003",
    ),
    Bend(
        "django_tasks_db.management.commands.db_worker.Worker",
        ("privacy/worker.py",),
        "a heartbeat, other tries, the schedule and a table that forgets",
        TASKS,
        "3e90ff145a83",
        word="DatabaseWorker",
    ),
    Bend(
        "django_tasks_db.models.get_date_max",
        ("privacy/waiting.py",),
        "the date that means: at once",
        TASKS,
        "9de64cb503e9",
    ),
    Bend(
        "pypdf._writer.PdfWriter._write_trailer",
        ("site/pages/bare_pdf.py",),
        "the number that is the same in every version of a file is left out",
        PYPDF,
        "a8f9a3ddc794",
        word="_ID",
    ),
    Bend(
        "pypdf.generic._data_structures.StreamObject.write_to_stream",
        ("site/pages/bare_pdf.py",),
        "a redrawn picture is put in as it is: set_data() takes none that is a JPEG",
        PYPDF,
        "7b48db086593",
        word="_data",
    ),
)

# Templates that extend the one whose place they take stand in no list: their blocks are looked for.
COPIES = (
    Copy(
        "wagtailadmin/pages/add_subpage.html", "each type’s icon in place of one plus for all", "d3a8e2bad5e7"
    ),
    Copy("wagtailadmin/widgets/date_input.html", "its script gets the nonce", "8f9c40ef776a"),
    Copy("wagtailadmin/widgets/datetime_input.html", "its script gets the nonce", "2c47a21c1551"),
    Copy("wagtailadmin/widgets/time_input.html", "its script gets the nonce", "02b609b63bef"),
    Copy("wagtailadmin/notifications/base.txt", "no title, name or comment leaves by mail", "bed8aaa13bee"),
    Copy("wagtailadmin/notifications/task_state_approved_subject.txt", "the same", "6b19f70c877b"),
    Copy("wagtailadmin/notifications/task_state_rejected_subject.txt", "the same", "f2037dfe6390"),
    Copy("wagtailadmin/notifications/task_state_submitted_subject.txt", "the same", "f6c11e397208"),
    Copy("wagtailadmin/notifications/updated_comments_subject.txt", "the same", "bdc4f436be57"),
    Copy("wagtailadmin/notifications/workflow_state_approved_subject.txt", "the same", "b2c34d576c1d"),
    Copy("wagtailadmin/notifications/workflow_state_rejected_subject.txt", "the same", "bf2dc50bbd1d"),
    Copy("wagtailadmin/notifications/workflow_state_submitted_subject.txt", "the same", "d6daa11eb6cc"),
)
