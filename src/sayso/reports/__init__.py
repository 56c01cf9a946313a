"""Reading -> Report: who did what to whom, and whether it did happen."""
