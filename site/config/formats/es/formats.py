"""Numbers and dates as Spanish writes them in the United States: 93,000.50 and 25 nov 2026.

Django's ``es`` prints 93 000,50 and 25/11/2026, which reads as a wrong date where months come first.
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
FIRST_DAY_OF_WEEK = 0
