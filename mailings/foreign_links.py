"""Whether a link to somebody else's page answers: asked on a button, and never of our own network.

One HEAD for each link, to an address that is public by every name server's answer, no redirect followed.
"""

# nosemgrep: no-second-fetcher (this is the one)
import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import urlsplit

TIMEOUT = 5
# Seconds of one whole answer.
LONGEST = 10
MOST_LINKS = 30
PORTS = {"http": 80, "https": 443}
# Of IPv6, which some Python takes for public: IPv4 by gateways and tunnels, IPv4 as it was once written, a
# site's own.
GATEWAYS = ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "2002::/16", "2001::/32")
WITHIN = [ip_network(text) for text in (*GATEWAYS, "::/96", "fec0::/10")]
# Whoever refuses a HEAD, or a visitor like us, is there.
THERE = {401, 403, 405, 406, 429, 501, 503, 999}


def dead_links(links: Mapping[str, str]) -> dict[str, str]:
    """Those of ``links`` (address: words) that do not answer; of more than 30 the first."""
    web = [url for url in links if urlsplit(url).scheme in PORTS][:MOST_LINKS]
    return {url: links[url] for url in web if not answers(url)}


def answers(url: str) -> bool:
    """Whether a page is there. An address within any private network is none, and is not asked."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        return False
    try:
        port = parts.port or PORTS[parts.scheme]
        if port != PORTS[parts.scheme] or not parts.hostname or parts.username:
            return False
        host = parts.hostname.encode("idna").decode()
        address = public_address(host, port)
        if address is None:
            return False
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        status = _head(host, path, address=(address, port), is_encrypted=parts.scheme == "https")
    except (OSError, ValueError, http.client.HTTPException):
        return False
    return status < 400 or status in THERE


def public_address(host: str, port: int) -> str | None:
    """The address to connect to; None where any answer for the name is not a public one."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    return found[0] if found and all(_is_public(one) for one in found) else None


def _is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    leads_within = address.version == 6 and any(address in network for network in WITHIN)
    return address.is_global and not address.is_multicast and not leads_within


def _head(host: str, path: str, *, address: tuple[str, int], is_encrypted: bool) -> int:
    """Connected to the address that was looked at: a second question could be answered otherwise."""
    with socket.create_connection(address, timeout=TIMEOUT) as plain:
        stream = plain
        if is_encrypted:
            stream = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        connection = http.client.HTTPConnection(host, address[1], timeout=TIMEOUT)
        connection.sock = stream
        # Its clock is one read's: a server that sends a byte now and then would hold us for hours.
        end = Timer(LONGEST, _hang_up, [stream])
        end.start()
        try:
            # What a browser would send of an address that holds letters of any script.
            connection.request("HEAD", _ascii(path), headers={"Host": host})
            return connection.getresponse().status
        finally:
            end.cancel()
            connection.close()


def _hang_up(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _ascii(target: str) -> str:
    return "".join(
        sign if 0x21 <= ord(sign) < 0x7F else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in target
    )
