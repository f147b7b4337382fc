"""What commands and pages have done: loads, decisions, enrichment, comparison, records out."""
