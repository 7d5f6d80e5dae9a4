"""The site as a WSGI application: ``gunicorn --pythonpath site config.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# A wrong key must not serve a single request. Imported late: it knows models.
import_string("privacy.keyring.keyring")()
# So that this process notices when it is locked later, and not only that it is.
import_string("privacy.lock.is_locked")()
# What is loaded by now stays: the garbage collector need not walk all of it while forms come in.
gc.collect()
gc.freeze()
