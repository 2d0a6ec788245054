"""The only folder that speaks SQL: migrations, queries, the COPY writer, the embedded server."""
