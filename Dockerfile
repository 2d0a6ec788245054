# The image of every process of guanjia; docker-compose.yml says which one a container runs.

FROM python:3.13-slim-bookworm AS packages

COPY requirements/runtime.txt /requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-compile --require-hashes --requirement /requirements.txt

FROM python:3.13-slim-bookworm

# Chinese in the pictures of mails
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin guanjia \
    && install --directory --owner=guanjia /dashboards

COPY --from=packages /venv /venv
WORKDIR /app
COPY alerts alerts
COPY analytics analytics
COPY config config
COPY dashboards dashboards
COPY guanjia guanjia
COPY ingest ingest
COPY models models
COPY simulators simulators
COPY storage storage
COPY web web

ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib
USER guanjia
ENTRYPOINT ["python", "-m", "guanjia"]
CMD ["--help"]
