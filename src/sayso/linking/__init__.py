"""Records -> records: who, when, where, and which statement holds which report. No parse in sight."""
