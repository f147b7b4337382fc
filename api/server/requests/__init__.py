"""What every request passes: limits, logs, figures, answers that are kept, earlier versions; and whether the server is well."""
