"""One spelling for each mailbox and phone, so that one person has one index.

NFKC, casefold, trim, IDNA, then the provider's rules, which are data (``data/providers.json``).
Only for indexes: mail goes to the address as it was typed.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import idna
import phonenumbers

from privacy.exceptions import BadAddress, BadPhone

LONGEST_ADDRESS = 254
LONGEST_LOCAL = 64
LONGEST_TYPED = 1000
# What RFC 5322 allows unquoted; letters and digits of any script are allowed beside it (RFC 6531).
LOCAL_SIGNS = frozenset("!#$%&'*+-/=?^_`{|}~.")
LOCAL_CATEGORIES = frozenset({"Ll", "Lu", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})


@dataclass(frozen=True)
class Provider:
    """How one provider reads what stands before the @."""

    domain: str
    drop: str = ""
    cut: str = ""
    subdomains: bool = False


def _load() -> tuple[int, dict[str, Provider]]:
    data: dict[str, Any] = json.loads(files("privacy.data").joinpath("providers.json").read_text("utf-8"))
    providers: dict[str, Provider] = {}
    for rule in data["providers"]:
        how = {key: rule[key] for key in ("drop", "cut", "subdomains") if key in rule}
        for domain in rule.get("domains", ()):
            providers[domain] = Provider(rule["domains"][0], **how)
        for domain in rule.get("each", ()):
            providers[domain] = Provider(domain, **how)
    return data["version"], providers


# Nearly every domain that is typed: labels that IDNA leaves as they are, an ending that is no number.
PLAIN_DOMAIN = re.compile(
    r"(?:(?!-|..--)[a-z0-9-]{1,63}(?<!-)\.)+(?!-|..--)(?![0-9]+$)[a-z0-9-]{1,63}(?<!-)", re.ASCII
)
LONGEST_DOMAIN = 253
# Nearly everything that is typed before it: what ``_is_local()`` takes, of ASCII alone, which NFKC leaves as
# it is.
PLAIN_LOCAL = re.compile(r"(?=.{1,64}\Z)[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*", re.ASCII)

# Stored beside each index: rows of an older version are recomputed by ``rotate_keys``.
RULES_VERSION, PROVIDERS = _load()


def canonical_address(typed: str) -> str:
    """The one spelling of the mailbox that ``typed`` leads to. Idempotent.

    Raises BadAddress for whatever could not be a mailbox on the internet: no or two @, quotes,
    comments, control or invisible characters, an address literal, a name without a dot.
    """
    local, domain = _split(typed)
    provider = PROVIDERS.get(domain)
    if provider is None:
        parent = domain.partition(".")[2]
        above = PROVIDERS.get(parent)
        if above is not None and above.subdomains:
            # ada@anything… : the mailbox is named by the subdomain.
            local, domain, provider = domain.partition(".")[0], above.domain, above
    if provider is not None:
        domain, local = provider.domain, _mailbox(local, provider)
    return f"{local}@{domain}"


def _mailbox(local: str, provider: Provider) -> str:
    """What names the mailbox; a rule that would leave no name behind is not applied."""
    # Folded again: letters that stood apart may have come together (a_̀ is à).
    kept = _fold("".join(character for character in local if character not in provider.drop)) or local
    cut = kept.partition(provider.cut)[0] if provider.cut else kept
    return cut if _is_local(cut) else kept


def mail_domain(typed: str) -> str:
    """The domain of an address as ASCII in lower case; no provider's rules. Raises BadAddress."""
    return _split(typed)[1]


def _split(typed: str) -> tuple[str, str]:
    if len(typed) > LONGEST_TYPED:
        raise BadAddress("The address is too long.")
    local, at, domain = typed.strip().rpartition("@")
    if typed.isascii() and PLAIN_LOCAL.fullmatch(local):
        return _whole(local.lower(), domain)
    local, at, domain = unicodedata.normalize("NFKC", typed).strip().rpartition("@")
    # Only what stands before the @: a casefolded domain may be another (straße.de, strasse.de).
    local = _fold(local)
    if not at or not _is_local(local):
        raise BadAddress("This is not a mail address.")
    return _whole(local, domain)


def _whole(local: str, domain: str) -> tuple[str, str]:
    domain = _domain(domain)
    if len(f"{local}@{domain}".encode()) > LONGEST_ADDRESS:
        raise BadAddress("The address is too long.")
    return local, domain


def _fold(text: str) -> str:
    """Casefold; NFKC again, for casefolding takes some letters apart (ǰ)."""
    return unicodedata.normalize("NFKC", text.casefold())


def _is_local(local: str) -> bool:
    return (
        0 < len(local.encode("utf-8", "replace")) <= LONGEST_LOCAL
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and all(
            character in LOCAL_SIGNS or unicodedata.category(character) in LOCAL_CATEGORIES
            for character in local
        )
    )


def _domain(domain: str) -> str:
    if PLAIN_DOMAIN.fullmatch(domain) and len(domain) <= LONGEST_DOMAIN:
        return domain
    try:
        encoded = idna.encode(domain.removesuffix("."), uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        raise BadAddress("The part after the @ is not a domain.") from None
    ending = encoded.rpartition(".")[2]
    if "." not in encoded or ending.isdigit():
        raise BadAddress("The part after the @ is not a domain.")
    return encoded


def canonical_phone(typed: str, country: str) -> str:
    """The number as ``+15551234567``; ``country`` (ISO 3166) is assumed where no prefix is typed.

    Raises BadPhone for what is not a number that country could have.
    """
    if len(typed) > LONGEST_TYPED:
        raise BadPhone("The number is too long.")
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), country.upper())
    except phonenumbers.NumberParseException:
        raise BadPhone("This is not a phone number.") from None
    if not phonenumbers.is_valid_number(number):
        raise BadPhone("There is no such phone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
