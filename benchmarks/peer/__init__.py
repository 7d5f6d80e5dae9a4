"""What we measure against: a stock Wagtail form page, a bare INSERT, a hello-world view."""
