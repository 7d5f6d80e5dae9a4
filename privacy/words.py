"""Words compared as people read them: case, accents and signs between them do not count."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Casefolded, without accents, words divided by one space: “País / región” is “pais region”."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return _BETWEEN.sub(" ", "".join(sign for sign in apart if not unicodedata.combining(sign))).strip()
