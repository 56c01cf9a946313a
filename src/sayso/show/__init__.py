"""Results -> forms for people and programs: the readable account, JSON, annotations, tables, the notebook's view."""
