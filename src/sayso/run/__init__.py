"""Put the parts together and do the work."""
