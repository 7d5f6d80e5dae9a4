"""The stranger's addresses: ours is one line."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("do/", include("campaigns.urls")),
    path("", include(wagtail_urls)),
]
