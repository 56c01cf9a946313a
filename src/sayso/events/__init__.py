"""Reports of the same happening, grouped into events: pure functions over rows, without a parse or a database."""
