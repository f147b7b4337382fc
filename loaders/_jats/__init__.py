"""JATS and Érudit articles: front, people, citations, text."""
