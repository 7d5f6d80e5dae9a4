"""How a text tells where somebody is reached: e-mail, phone, handle, street address. Pure patterns."""

import re
from collections.abc import Iterator

from petitions.comment_words import NO_STREET

AT = r"(?:\s*[\(\[{<]\s*(?:at|arroba|@)\s*[\)\]}>]\s*|\s+arroba\s+|\s?@\s?)"
DOT = r"(?:\s*[\(\[{<]\s*(?:dot|punto|\.)\s*[\)\]}>]\s*|\s+(?:dot|punto)\s+|\.)"
EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{AT}[\w-]{{1,63}}{DOT}[a-z]{{2,24}}\b"
    rf"|\b[\w.+-]{{1,64}}\s+at\s+[\w-]{{1,63}}\s+dot\s+[a-z]{{2,24}}\b",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\d.,$€#-])(?:"
    r"\+\d{1,3}[\s().-]{0,3}\d(?:[\s().-]{0,3}\d){6,13}"  # +52 55 1234 5678
    r"|(?:1[\s.-]?)?\(?\d{3}\)?[\s./-]{1,3}\d{3}[\s./-]{1,3}\d{4}"  # (415) 555-0123
    r"|\(?\d{3}\)?[\s.-]?\d{7}"
    r"|1\d{10}"
    r"|\d{2}[\s.-]\d{4}[\s.-]\d{4}"  # 55 1234 5678
    r"|\d{3}[-.]\d{4}"  # 555-0123
    r"|\d(?:[\s.-]\d){9,12}"  # 4 1 5 5 5 5 0 1 2 3
    r")(?![\d%]|[.,-]\d)"
    r"|\b(?:call|text|phone|number|tel|cel|dial|ll[aá]m\w+|marca)\b\D{0,12}\d{3}\s\d{4}(?!\d)"
)
PLATFORM = (
    r"(?:insta(?:gram)?|ig|twitter|tik ?tok|telegram|tg|snap(?:chat)?|whats ?app|wsp|discord|facebook|fb"
    r"|mastodon|bluesky|bsky|threads|venmo|cash ?app|zelle|signal|face)"
)
HANDLE = re.compile(
    r"(?<![\w@./])@[A-Za-z_][\w.]{1,49}"
    r"|\b(?:instagram|facebook|fb|twitter|x|tiktok|t|wa|snapchat|venmo|linkedin|threads|bsky|youtube)"
    r"\.(?:com|me|net|app)/[\w@.\-/]{2,60}"
    rf"|\b(?:my|mi)\s+{PLATFORM}(?:\s+(?:handle|name|user|username|account|is|es|usuario|cuenta))*"
    r"\s*(?::|=|\bis\b|\bes\b)\s*@?[\w.]{2,50}"
    rf"|\b(?:add|follow|find|dm|message|text|write|call|reach|s[ií]gue\w*|b[uú]sca\w*|escr[ií]be\w*|agr[eé]ga\w*)\s+(?:me|nos|us)?"
    rf"\s*(?:to\s+)?(?:on|at|in|en|por|al)\s+{PLATFORM}\s*(?::|=|at|as|como|-)\s*[\w.]{{2,50}}"
    r"|\b(?:ig|insta|snap|tg|telegram|whats ?app|wsp|venmo|discord|cash ?app|zelle)\s*[:=]\s*[\w.#]{2,50}"
    rf"|\b{PLATFORM}\s*[:=]\s*(?=\w*[\d_.])[\w.]{{3,50}}\w",
    re.IGNORECASE,
)

KINDS = (
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Way|Ter|Terrace"
    r"|Cir|Circle|Pkwy|Parkway|Hwy|Highway|Sq|Trail|Loop|Alley)"
)
SIDE = r"(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s+)?"
STREET = re.compile(
    rf"(?<![\w$€.,-])(?P<number>\d{{1,5}})[A-Za-z]?,?\s+{SIDE}"
    rf"(?:(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}{KINDS}\b\.?"
)
# Lower case: one word for a name.
PLAIN_STREET = re.compile(
    r"(?<![\w$€.,-])(?P<number>\d{1,5})\s+(?:(?:north|south|east|west|n|s|e|w)\s+)?(?P<name>[a-z]+|\d{1,3}(?:st|nd|rd|th))"
    r"\s+(?:street|st|avenue|ave|road|rd|blvd|boulevard|lane|ln|court|ct|drive|dr)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
IN_A_YEAR = re.compile(
    r"\b(?:in|since|by|until|from|during|of|en|desde|de|hasta|before|after)\s+$", re.IGNORECASE
)
CALLE = r"(?:calle|avenida|av\.|avda\.?|bulevar|blvd\.?|camino|callej[oó]n|privada|carretera|paseo|calzada)"
HOUSE = r"(?:#|n[uú]m(?:ero)?\.?|no\.|n[.]?º)"
ADDRESSES = (
    # Calle Roble 12, avenida de los Insurgentes Sur 1234, calle 5 #12
    re.compile(
        rf"(?i:\b{CALLE})\s+(?:(?:de|del|la|las|los|el|y|[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{{1,3}})\s+){{0,5}}"
        rf"(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{{1,3}})(?:,?\s+|,?\s*(?i:{HOUSE})\s*)\d{{1,5}}\b(?!\s+(?!y\b|entre\b)[a-záéíóúñ]{{4}})"
    ),
    re.compile(
        rf"\b{CALLE}\s+(?:de\s+|del\s+|la\s+|los\s+|las\s+)*\w+\s*,?\s*{HOUSE}\s*\d{{1,5}}", re.IGNORECASE
    ),
    re.compile(
        rf"\b{CALLE}\s+(?!m[aá]s\b|unos\b|unas\b|casi\b|con\b|por\b)[a-zñ]+,?\s+\d{{1,5}}\s*(?:[,.;!?)]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:live|lives|lived|living|stay|staying|house is|home is)\s+at\s+\d{1,5}\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:vivo|vive|viven|vivimos)\s+en\s+(?:el\s+)?(?:#|n[uú]mero)\s*\d", re.IGNORECASE),
    re.compile(
        r"\b(?:apt|apto|depto|dpto)\.?\s*#?\s*(?:\d|[A-Z]\b)|\bapartment\s+#?\d+[A-Za-z]?(?=\s*(?:[,.;!?)]|$))",
        re.IGNORECASE,
    ),
    re.compile(r"\bp\.?\s?o\.?\s+box\s+\d+|\bapartado\s+postal\s+\d+", re.IGNORECASE),
    re.compile(r"-?\d{1,3}\.\d{4,},\s*-?\d{1,3}\.\d{4,}"),
)


def emails(text: str) -> Iterator[str]:
    return _all(EMAIL, text)


def phones(text: str) -> Iterator[str]:
    return _all(PHONE, text)


def handles(text: str) -> Iterator[str]:
    return _all(HANDLE, text)


def addresses(text: str) -> Iterator[str]:
    for match in STREET.finditer(text):
        if not _is_a_year(text, match):
            yield match.group()
    for match in PLAIN_STREET.finditer(text):
        if match["name"].lower() not in NO_STREET and not _is_a_year(text, match):
            yield match.group()
    for pattern in ADDRESSES:
        yield from _all(pattern, text)


def _all(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (match.group() for match in pattern.finditer(text))


def _is_a_year(text: str, match: re.Match[str]) -> bool:
    """ "In 2020 Main Street was closed" names no house."""
    return bool(YEAR.fullmatch(match["number"]) and IN_A_YEAR.search(text[: match.start()]))
