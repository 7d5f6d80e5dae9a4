from django.urls import path

from benchmarks.peer import views

urlpatterns = [path("hello/", views.hello), path("insert/", views.insert)]
