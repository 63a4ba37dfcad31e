"""The page at `/docs`, written from the OpenAPI document: no script, no request to anywhere else."""
