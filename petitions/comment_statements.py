"""How English and Spanish sentences say what status a person has: patterns over plain words. Data only.

Each paragraph is one pattern, its lines are put together as they stand. ``<NAMES>`` stand for the words and
patterns of ``PARTS``; ``<TERM>`` for every word that says a status. Plain words are lower case, without
accents and apostrophes, with one space between ("I'm" is "i m").
"""

from petitions.comment_words import COUNTRIES, KIN, NEAR_KIN, PARIENTES


def _together(lines: str) -> str:
    return "".join(line.strip() for line in lines.strip().splitlines())


# What may stand between a person and the word, so that "I am here with undocumented students" tells nothing.
BETWEEN = _together(r"""
(?:(?:a|an|the|also|still|now|both|all|not|once|currently|formerly|here|there|in|this|country|us|usa
|one|proud|former|young|only|just|really|living|being|always|never|been|person|student|worker|woman
|man|mother|father|mom|dad|immigrant|immigrants|people|teacher|nurse|parent|someone|who|is|am|and
|years|for|my|whole|entire|life|up|on|of|years?|old|myself|today|and i|like|part|family|pending
|temporary|valid|expired|legal|under|its|no|any|your|to|\d+) ){0,5}
""")
ENTRE = _together(r"""
(?:(?:un|una|unos|unas|el|la|los|las|mi|aqui|aca|alla|todavia|aun|tambien|en|este|pais|estados
|unidos|eeuu|hace|desde|anos|ano|de|persona|personas|estudiante|estudiantes|joven|jovenes|mujer
|madre|padre|mama|papa|trabajador|trabajadora|familia|inmigrante|inmigrantes|maestra|maestro
|orgullosamente|siendo|como|y|toda|vida|ser|muy|ciudad|pidiendo|solicitando|buscando|\d+) ){0,5}
""")
PAPERS = _together(r"""
(?:papeles|documentos|visa|green card|residencia|tps|daca|estatus|permiso de trabajo|ciudadania
|seguro social)
""")
CASE = _together(r"""
(?:case|hearing|court|interview|status|lawyer|attorney|judge|appointment|application|paperwork
|check in|bond)
""")
WHOSE = _together(r"""
(?:my|his|her|our)(?: \w+){0,3} (?:<KIN>)(?: and (?:his |her |my )?\w+)?
""")
SOMEONE = _together(r"""
(?:i|we|he|she|<WHOSE>|(?:my|our)(?: \w+)? (?:<KIN>) who)
""")
MINE = _together(r"""
(?:mi|mis|nuestr[oa]s?|su|sus)(?: \w+)? (?:<PARIENTES>)(?: \w+)?
""")
# In this order: later ones stand in earlier ones.
PARTS = {
    "SOMEONE": SOMEONE,
    "WHOSE": WHOSE,
    "MINE": MINE,
    "PAPERS": PAPERS,
    "CASE": CASE,
    "BETWEEN": BETWEEN,
    "ENTRE": ENTRE,
    "KIN": KIN,
    "NEAR_KIN": NEAR_KIN,
    "PARIENTES": PARIENTES,
    "COUNTRIES": COUNTRIES,
}

ENGLISH = r"""
\b<SOMEONE> (?:am|m|is|s|are|re|was|were|been|become|became|came|arrived|entered|grew|live|lives
|lived|work|works|have been|has been|ve been|stayed|stay|remain|got|lost|has|have|had|hold|holds|ve
|get|applied for|renewed|ve had|don t|doesn t|do not|does not|don t have|doesn t have|do not have
|does not have|fear losing|qualify for|crossed) <BETWEEN><TERM>\b

\b(?:as|being|am|im|i m|i(?= an? )|we(?= the )) <BETWEEN><TERM>\b

\b<SOMEONE>(?: \w+){0,2} (?:have|has|had|got|get) (?:no |any |his |her |my |our |their |legal |proper )+
(?:papers|status)\b

\b(?:lost|lose|losing|adjusted) (?:my|his|her|our) (?:legal )?status\b|\bi (?:am|m) stateless\b

\bice (?:came|come|comes) to (?:my|our) (?:house|home|door|apartment|job|work)(?: \w+)? for (?:me|my
|him|her)\b

\b(?:living|live|lived|grew up|raised|growing up|came here|here) (?:here |in this country[ ]
|in the us )?(?:undocumented|without papers|out of status|without documents|illegally
|without status)\b

\bmy (?:own |<KIN>(?: s)? |current |legal )*(?:<TERM>|visa|green card|citizenship (?:status|test
|case)|naturalization|deportation|immigration <CASE>|asylum|residency status)\b

\bour (?:own )?(?:immigration <CASE>|asylum case|visas?|green cards?|deportation|mixed status)\b

\b(?:my|our)(?: own)? undocumented (?:<NEAR_KIN>)\b|\bmy undocumented \w+

\b(?:daughter|son|child|kid|children|wife|husband|spouse|partner|grandson|granddaughter|grandchild
|born|raised|married) (?:of|to|by) (?:\w+ ){0,2}<TERM>\b

\b(?:i|we|he|she|<WHOSE>)(?: \w+){0,2} (?:overstayed|crossed (?:the|that|a) (?:border|river|desert)
|(?:came|entered|arrived|got)(?: \w+){0,2} (?:illegally|without (?:papers|a visa|documents
|permission|inspection)))\b

\b(?:i|he|she|we|<WHOSE>)(?: \w+)? (?:was|were|got|is being|are being|been|being|am being|is|re
|m)(?: \w+)? (?:deported|removed|in deportation|(?:detained|arrested|taken|held|picked up
|raided) by (?:ice|immigration|border patrol|la migra))\b

\b(?:i|he|she|we|<WHOSE>)(?: \w+)? (?:was|were|got|been|is|am|are)(?: \w+)? (?:in (?:immigration[ ]
|ice )detention|in ice custody)\b

\b(?:ice|la migra|immigration|border patrol|immigration agents|ice agents|they
|agents)(?: \w+){0,2} (?:came for|took|detained|arrested|deported|picked up|raided|grabbed
|is looking for|are looking for|has|have|got|kidnapped|holds|hold) (?:me\b(?! to)|(?:my
|our)(?: \w+)? (?:<NEAR_KIN>|best friend|friend|neighbor|roommate|classmate|coworker)\b)

\b(?:i|we|he|she|<WHOSE>|who) (?:was|were|am|are|is) born in (?:<COUNTRIES>)\b

\b(?:i|we|he|she|<WHOSE>)(?: \w+)? (?:fled|escaped|emigrated|immigrated|migrated|came|moved)(?: here
| over)?(?: to \w+)?(?: from)? (?:<COUNTRIES>)\b

\bi (?:am|m|was) (?:an? )?illegals?\b
"""

SPANISH = r"""
\b(?:soy|somos|estoy|estamos|estaba|estabamos|sigo|seguimos|llegue|llegamos|vivo|vivimos|creci
|crecimos|trabajo|trabajamos|vine|vinimos|entre|entramos|como|fui|era|eramos|quede|tengo|tenemos
|tenia|teniamos|recibi|perdi|renove|tramito|pedi|pedimos|solicite|solicitamos|espero|esperamos|llevo
|llevamos) <ENTRE><TERM>\b

\b(?:no )?(?:tengo|tenemos|tenia|teniamos|espero|esperamos|perdi|tramito) (?:mi |mis |la |una |los[ ]
|el |un )?<PAPERS>\b

\b(?:mi|mis|nuestr[oa]s?)(?: propi[oa])? (?:(?:<PARIENTES>) )*(?:<TERM>|visa|estatus|green card
|caso de (?:asilo|inmigracion|deportacion)|(?:cita|corte|audiencia|abogad[oa]) (?:de
|con) (?:la )?(?:inmigracion|asilo|ice|migracion|migra|uscis)|deportacion|tramite migratorio
|ciudadania)\b

\b(?:<MINE>|ella|el|she|yo) (?:no )?(?:es|son|esta|estan|era|eran|fue|fueron|tiene|tienen|tenia
|tenian|vive|viven|llego|llegaron|sigue|siguen|entro|entraron|trabaja|trabajan|vino|vinieron
|quedo) <ENTRE>(?:<TERM>|papeles|visa|green card|residencia|tps|daca|estatus
|permiso de trabajo|ciudadania)\b

\b(?:hij[oa]s?|niet[oa]s?|espos[oa]|casad[oa]|pareja|hermano|hermana) (?:de
|con) (?:\w+ ){0,2}<TERM>\b

\b(?:cruce|cruzamos|cruzo|cruzaron|pase|pasamos) (?:la frontera|el rio|el desierto|de mojad[oa]s?
|sin papeles)\b

\b(?:entre|entramos|llegue|llegamos|vine|vinimos)(?: \w+){0,2} (?:ilegalmente|sin (?:visa|permiso
|papeles|documentos))\b

\b(?:me|nos) (?:deport\w+|(?:detuv\w+|arrest\w+|agarr\w+|llev\w+)(?: \w+)? (?:ice|la migra|migracion
|inmigracion))\b

\b(?:ice|la migra|inmigracion|migracion)(?: \w+)? (?:me|nos|(?:se )?(?:lo |la |los[ ]
|las )?(?:detuv\w+|llev\w+|deport\w+|arrest\w+|agarr\w+) a (?:mi|mis
|nuestr[oa]s?))\b(?: (?:<PARIENTES>|detuv\w+|llev\w+|deport\w+|arrest\w+|agarr\w+))

\ba (?:mi|mis|nuestr[oa]s?) (?:<PARIENTES>)(?: y a \w+ \w+)? (?:se )?(?:lo|la|los|las|le
|les) (?:llev\w+|detuv\w+|deport\w+|arrest\w+|agarr\w+)

\b(?:deport\w+|detuv\w+|arrest\w+) a (?:mi|mis) (?:<PARIENTES>)\b

\bse (?:lo |la )?llevaron a (?:mi|mis) (?:<PARIENTES>)\b
|\bno (?:tiene|tienen|tenia|tenian) (?:los |sus )?papeles\b

\b(?:<MINE>|ella|el|she|yo) no (?:tiene|tienen|tenia|tenian) (?:los |sus )?documentos\b

\b(?:fui|fuimos) (?:deportad[oa]s?|detenid[oa]s?)\b|\b<MINE> (?:fue|fueron|esta|estan) (?:deportad
|detenid)[oa]s?\b

\b(?:naci|nacimos|vengo|venimos|llegue|llegamos|emigre|emigramos|hui|huimos|vine|vinimos) (?:en|de
|desde) (?:<COUNTRIES>)\b

\b(?:soy|somos|estoy|estamos) (?:aqui )?(?:ilegal(?:es)?|ilegalmente|mojad[oa]s?|deportables?)\b

\bse (?:me|nos|le) vencio (?:la|el|mi) (?:visa|permiso|tps|daca)\b|\b(?:mi
|la) visa (?:se )?(?:me )?vencio\b
"""


def statements(term: str) -> list[str]:
    """The patterns, with ``term`` for the words that say a status."""
    patterns = [_together(one) for text in (ENGLISH, SPANISH) for one in text.split("\n\n")]
    for name, part in {**PARTS, "TERM": term}.items():
        patterns = [one.replace(f"<{name}>", part) for one in patterns]
    return patterns
