"""Text and references of PDF articles."""
