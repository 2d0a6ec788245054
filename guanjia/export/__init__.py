"""What `guanjia export` writes: hours, days or months as Parquet, CSV or Excel."""
