"""Numbers, dates and hours as Spanish writes them in the United States: 93,000.50, 25 nov 2026, 6:30 p.m.

Django's ``es`` prints 93 000,50 and 25/11/2026, which reads as a wrong date where months come first, and
18:30, which people there have to convert.
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
SHORT_DATE_FORMAT = "j b Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
SHORT_DATETIME_FORMAT = "j b Y, g:i a"
FIRST_DAY_OF_WEEK = 0
