"""The atlas folder and the atlas page: fields, claims, definitions, structure."""
