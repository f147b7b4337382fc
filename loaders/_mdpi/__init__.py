"""Article pages of MDPI."""
