"""A text as a person reads it, without what breaks words and is not seen."""

import unicodedata

from privacy.cleaning import UNSEEN

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
