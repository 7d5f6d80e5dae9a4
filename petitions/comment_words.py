"""The words by which ``comment_rules`` knows that a comment tells of somebody's status. A leaf: data only.

All are plain words: lower case, no accents, no apostrophes ("I'm" is "i m").
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split(","))


# Of the denylist, what is everyday language in a sentence ("a number of us", "citizen of Oakland").
EVERYDAY = _listed(
    """
    a number, born in, born abroad, citizen of, is a citizen, is citizen, are you a citizen,
    nationality, birthplace, country of origin, national origin, place of birth, entry date, lpr,
    mica, nacido en, nacida en, nacionalidad, pais de origen, es ciudadano, es ciudadana,
    illegals, ilegales, was deported, has been deported, fue deportado, fue deportada,
    was detained, been detained, fue detenido, fue detenida, con papeles, passport country
    """
)
# What says a status beside the denylist's words, in a sentence about somebody.
MORE = _listed(
    """
    american citizen, naturalized citizen, not a citizen, not citizens, not documented,
    not legal, not here legally, here illegally, here illegal, without documents, without a visa,
    without status, without legal status, on a visa, on a student visa, on a work visa,
    on a tourist visa, student visa, work visa, tourist visa, expired visa, green card,
    green cards, legal papers, permanent residency, asylum, asylum case, refugee, refugees from, a deportee,
    unlawfully present, removable, sin permiso, sin visa, sin estatus, sin documento, con visa,
    con green card, con tps, con daca, ilegal, ciudadano naturalizado, ciudadana naturalizada,
    refugiada, refugiado, asilo, beneficiaria de daca, beneficiaria de tps, beneficiario de tps,
    daca recipients
    """
)
KIN = (
    "mother|mom|mum|mama|father|dad|papa|parents?|brothers?|sisters?|siblings?|husband|wife|spouse|partner"
    "|sons?|daughters?|kids?|child|children|uncles?|aunts?|tia|tio|cousins?|grandma|grandpa|grandmother"
    "|grandfather|grandparents|abuela|abuelo|in laws|family|families|boyfriend|girlfriend|nephews?|nieces?"
    "|best friend|friends?|neighbors?|neighbours?|roommates?|classmates?|coworkers?|co workers?|colleagues?"
    "|boss|nanny|teacher|students?|tenants?|employees?|household|relatives?"
)
NEAR_KIN = (
    "mother|mom|mum|mama|father|dad|papa|parents?|brothers?|sisters?|siblings?|husband|wife|spouse|partner"
    "|sons?|daughters?|kids?|child|children|uncles?|aunts?|cousins?|grandma|grandpa|grandmother|grandfather"
    "|grandparents|abuela|abuelo|family|household"
)
PARIENTES = (
    "mama|papa|madre|padre|padres|papas|hermanos?|hermanas?|hij[oa]s?|espos[oa]|marido|mujer|parej[ao]|novi[oa]"
    "|ti[oa]s?|prim[oa]s?|abuel[oa]s?|suegr[oa]s?|cunad[oa]s?|sobrin[oa]s?|famili[ao]r?(?:es)?|amig[oa]s?"
    "|vecin[oa]s?|companer[oa]s?|jefe|jefa|niet[oa]s?|cuate|compadre|comadre"
)
# Whoever says "born in" one of these says where they come from; cities and states pass.
COUNTRIES = (
    "mexico|guatemala|honduras|el salvador|nicaragua|costa rica|panama|venezuela|colombia|ecuador|peru"
    "|bolivia|brazil|brasil|argentina|chile|paraguay|uruguay|haiti|cuba|jamaica|trinidad"
    "|the dominican republic|republica dominicana|china|india|the philippines|filipinas|vietnam|korea"
    "|south korea|corea|iran|iraq|irak|syria|siria|afghanistan|afganistan|ukraine|ucrania|russia|rusia"
    "|somalia|sudan|ethiopia|etiopia|eritrea|nigeria|ghana|cameroon|camerun|congo|senegal|guinea"
    "|pakistan|bangladesh|nepal|myanmar|burma|yemen|palestine|palestina|lebanon|libano|egypt|egipto"
    "|turkey|turquia|cambodia|laos|thailand|indonesia|kenya|kenia|uganda|rwanda|ruanda|liberia"
    "|sierra leone|morocco|marruecos|algeria|argelia|tunisia|libya|libia|another country|otro pais"
)
# Of a street's name in lower case: what stands before "street" without being a name.
NO_STREET = frozenset(
    """
    hour minute mile day block way lane city busy dead people person foot feet step year new other
    public local private open whole single narrow wide long short quiet side same different plate
    camera cameras flock police more less of the a an on in at or and percent million thousand hundred
    dollar car cars
    """.split()  # noqa: SIM905
)
