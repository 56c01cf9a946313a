"""The project folder: open tables of many coded articles."""
