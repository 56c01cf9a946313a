"""Reading -> Statement: who said what."""
