"""Names of persons and bodies, and where persons belong, as sources print them."""
