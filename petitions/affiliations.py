"""What a signer can be to a campus, before an editor says better. A leaf."""

DEFAULT_AFFILIATIONS = (
    {"en": "Student", "es": "Estudiante"},
    {"en": "Alum", "es": "Estudió aquí"},
    {"en": "Faculty", "es": "Profesorado"},
    {"en": "Staff", "es": "Personal"},
    {"en": "Works in tech", "es": "Trabaja en tecnología"},
    {"en": "Works at the company", "es": "Trabaja en la empresa"},
    {"en": "Neighbor", "es": "Vive cerca"},
)
