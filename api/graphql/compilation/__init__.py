"""An operation compiled to its plan: root fields, filters, derivations."""
