"""A DNS server on this machine that knows what a test tells it."""

import socketserver
import threading
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

type Zone = dict[tuple[str, str], list[str]]


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, sock = self.request
        query = dns.message.from_wire(data)
        asked = query.question[0]
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        kind = dns.rdatatype.to_text(asked.rdtype)
        zone: Zone = self.server.zone  # type: ignore[attr-defined]
        name = str(asked.name).rstrip(".").lower()
        if (found := zone.get((name, kind))) is not None:
            response.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
        elif not any(known == name for known, _kind in zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        sock.sendto(response.to_wire(), self.client_address)


class Server(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, zone: Zone) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.zone = zone


def start(zone: Zone) -> Any:
    """Answer from ``zone``: (name, kind of record) → records as a zone file has them; the caller ends it."""
    server = Server(zone)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
