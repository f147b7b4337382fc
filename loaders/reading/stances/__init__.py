"""Which stance a work takes to which theory, and who says so: proposals, what is sure enough to be shown, and how that was fitted."""
