"""Word lists and code book as data."""
