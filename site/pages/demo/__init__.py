"""Demo content: one campaign in two languages, made and removed by ``manage.py demo``."""
