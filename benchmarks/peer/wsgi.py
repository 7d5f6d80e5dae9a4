"""The peer's WSGI entry; DJANGO_SETTINGS_MODULE chooses the stock site or the bare one."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
