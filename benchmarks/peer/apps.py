from django.apps import AppConfig


class PeerConfig(AppConfig):
    """The peer and the limits, in one small app."""

    name = "benchmarks.peer"
    label = "bench_peer"
    default_auto_field = "django.db.models.BigAutoField"
