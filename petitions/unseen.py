"""A text as a person reads it, without what breaks words and is not seen. A leaf."""

import re
import unicodedata

# Soft hyphens, joiners, marks of direction, selectors of variants, fillers.
UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
# Cyrillic, Greek, Armenian and rare Latin letters that a person takes for these, and NFKC leaves alone.
ALIKE = (
    str.maketrans("АВСЕНІЈКМОРԚЅТУԜХавсԁеһіјӏкморԛѕтуѵԝх", "ABCEHIJKMOPQSTYWXabcdehijlkmopqstyvwx")
    | str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχγϲ", "ABEZHIKMNOPTYXaeikvoptuxyc")
    | str.maketrans("ՍՏՕԼագզլհյոսցօ", "USOLwqqlhjnugo")
    | str.maketrans("ıȷɑɡɩ", "ijagi")
    # Small capitals.
    | str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQRSTUVWYZ")
)


def as_read(text: str) -> str:
    """For the look alone; what is kept and shown stays as it was typed."""
    # Taken apart first, so that a letter of another script with an accent is folded, too.
    apart = unicodedata.normalize("NFKD", text).translate(ALIKE)
    return UNSEEN.sub("", unicodedata.normalize("NFC", apart))
