"""The project in the browser: read, explore and review it, on this machine only."""
