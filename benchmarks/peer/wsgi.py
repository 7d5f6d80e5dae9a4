"""The peer's WSGI entry; DJANGO_SETTINGS_MODULE chooses the stock site or the bare one."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# As ours does: none is to be faster by what any site could write.
gc.collect()
gc.freeze()
