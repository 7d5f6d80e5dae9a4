"""Where the staff side lies: its login, its doors and Wagtail's admin."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest

STAFF_SIDE = "/admin/"


def takes_passkeys(request: HttpRequest) -> bool:
    """Whether a browser makes and uses passkeys at this address: it does for names, never for 127.0.0.1."""
    try:
        ip_address(urlsplit(f"//{request.get_host()}").hostname or "")
    except ValueError:
        return True
    return False
