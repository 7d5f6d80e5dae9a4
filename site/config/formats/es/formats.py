"""Numbers as Spanish writes them in the United States: 93,000.50 (Django's ``es`` prints 93 000,50)."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
