"""The ready-made site's own few templates and tags for the staff side."""

import ctypes
import resource
import sys

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy

from config.crashes import leave_no_message
from config.terminal import lend_words, terminal_language

# linux/prctl.h
PR_SET_DUMPABLE = 4


class SiteConfig(AppConfig):
    name = "config"
    label = "site_config"

    def ready(self) -> None:
        from config.recovery.overdue import sheet_complaints  # noqa: PLC0415  needs the loaded app registry
        from config.staff_policy import sign_choosers  # noqa: PLC0415  widgets are not ready before
        from privacy.doctor import register_doctor  # noqa: PLC0415
        from privacy.speaking import register_terminal_language  # noqa: PLC0415

        sign_choosers()
        register_doctor("recovery sheet", sheet_complaints, title=gettext_lazy("Recovery sheet"))
        register_terminal_language(terminal_language)
        lend_words()
        leave_no_core()
        if not settings.DEBUG:
            leave_no_message()


def leave_no_core() -> None:
    """Have a crash of this process write no image of its memory: keys are in it, and what was just typed.

    The limit is not asked where images are piped to a program (systemd-coredump): on Linux the process
    is marked as well, which also keeps others of the same user from reading its memory.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
