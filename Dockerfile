# Countersign's ready-made site. One image for the server and the worker; compose.yaml runs both.
FROM python:3.13-slim AS build
WORKDIR /srv/countersign
RUN python -m venv /opt/venv
COPY requirements/run.txt requirements/run.txt
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
# For CACHE=redis alone, so it is not among the locked ones: --build-arg WITH_REDIS=1
ARG WITH_REDIS=""
RUN [ -z "$WITH_REDIS" ] || /opt/venv/bin/pip install --no-cache-dir "redis>=5"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home countersign
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/srv/countersign:/srv/countersign/site \
    DJANGO_SETTINGS_MODULE=config.settings \
    DATA_DIR=/srv/countersign/var \
    METRICS_DIR=/dev/shm/metrics \
    TMPDIR=/dev/shm
WORKDIR /srv/countersign
COPY --from=build /opt/venv /opt/venv
COPY . .
# Static files are collected with keys that live for this one command and sign nothing.
RUN python scripts/dev_keys.py /dev/shm/keys \
    && SECRET_KEY_FILE=/dev/shm/keys/secret_key KEK_FILE=/dev/shm/keys/kek IDX_FILE=/dev/shm/keys/idx \
       SIG_FILE=/dev/shm/keys/sig BASE_URL=https://localhost MAIL_URL=smtp://localhost \
       python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /dev/shm/keys \
    && mkdir -p var/media && chown -R countersign var/media
# Nobody's, and nothing of the image is its own to write: compose.yaml runs it with a read-only root.
USER countersign
EXPOSE 8000
# What a load balancer asks; it needs no host, no database and no key.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "docs/operators/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "config.wsgi"]
