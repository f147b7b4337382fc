"""Everything a user touches: command line, HTTP, GraphQL, pages and cards; composition happens here and nowhere else."""
