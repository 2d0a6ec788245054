"""TimescaleDB's background jobs, run now: the build in WebAssembly has no background."""

from tests.storage_samples.stack import Stack

_JOBS = """
SELECT job_id
FROM timescaledb_information.jobs
WHERE proc_name IN ('policy_compression', 'policy_refresh_continuous_aggregate')
ORDER BY job_id
"""


def run_policies(timescale: Stack) -> None:
    """Compress what is old and bring the gauge aggregate up to date, as the policies would."""
    with timescale.connect(autocommit=True) as connection:
        for (job,) in connection.execute(_JOBS).fetchall():
            connection.execute("CALL run_job(%s)", [job])
