"""sayso reads news and writes down who did or said what to whom, when, where, whether it happened, and on whose say-so."""

__version__ = "0.1.0"
