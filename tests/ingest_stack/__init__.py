"""A broker and a database for tests of ingest, and what is published into them."""
