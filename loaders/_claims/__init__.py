"""The table of cases and claims that researchers fill by hand."""
