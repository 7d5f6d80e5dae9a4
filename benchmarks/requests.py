"""The bytes of the requests that the load sends."""

from urllib.parse import urlencode

# Every address has the same length, so the body is one template with a number in it.
NUMBER = "{:010d}"
ADDRESS = f"bench-{NUMBER}@example.org"


def get(path: str, *, cookie: str = "") -> bytes:
    """One GET: anonymous, or with a session's cookie."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Post:
    """A form POST whose address is new each time; call it with a number to get the request's bytes."""

    def __init__(
        self, path: str, fields: dict[str, str], *, address_field: str, headers: dict[str, str]
    ) -> None:
        marker = "AAAA"
        body = urlencode({**fields, address_field: marker}).encode()
        self.before, self.after = body.split(marker.encode())
        length = len(body) - len(marker) + len(urlencode({"": ADDRESS.format(0)})) - 1
        lines = [
            f"POST {path} HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/x-www-form-urlencoded",
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.head = ("\r\n".join([*lines, f"Content-Length: {length}"]) + "\r\n\r\n").encode()

    def __call__(self, number: int) -> bytes:
        address = ADDRESS.format(number).replace("@", "%40").encode()
        return self.head + self.before + address + self.after
