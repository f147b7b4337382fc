"""What people decide: curation, verdicts on claims, what they hide, and what waits for them."""
