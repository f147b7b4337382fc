"""DataCite works, in JSON and XML."""
