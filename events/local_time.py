"""The names by which this app's first migration knows what is ``privacy.local_time``."""

from privacy.local_time import LocalTimeField, iana_zone

__all__ = ["LocalTimeField", "iana_zone"]
