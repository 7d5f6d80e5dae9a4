"""The site's addresses as in development, where it gives out pictures itself (tests run without DEBUG)."""

from django.conf import settings
from django.urls import re_path
from django.views.static import serve

from config.urls import urlpatterns as of_the_site

urlpatterns = [
    re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *of_the_site,
]
