"""The site as a WSGI application: ``gunicorn --pythonpath site config.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# A wrong key must not serve a single request. Imported late: it knows models.
import_string("privacy.keyring.keyring")()
# What is loaded by now stays: the garbage collector need not walk all of it while forms come in.
gc.collect()
gc.freeze()
