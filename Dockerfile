# Two images from one file: `site` (also worker and init) and `storage` (the S3 server of docker-compose.yml).
# Base images are pinned by exact version; raise them here and in docker-compose.yml together with their releases.

FROM python:3.11.14-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN /opt/venv/bin/pip install --quiet --only-binary :all: --require-hashes -r /tmp/requirements.lock
COPY . /app
# Editable, because templates and the sample's texts lie beside the packages; byte code now, because /app is read-only.
RUN /opt/venv/bin/pip install --quiet --no-deps --editable /app \
 && /opt/venv/bin/python -m compileall -q /app/repo_app /app/ingest /app/storage /app/search

FROM python:3.11.14-slim-bookworm AS site
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      tesseract-ocr tesseract-ocr-vie tesseract-ocr-eng tesseract-ocr-osd fonts-dejavu-core fonts-liberation2 \
      libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-math-nogui \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin hoclieu \
 && install -d -o hoclieu -g hoclieu -m 0700 /data /data/tmp
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# Uploads are spooled to TMPDIR: on the data volume, not in memory.
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    TMPDIR=/data/tmp \
    HOCLIEU_DATA_DIR=/data HOCLIEU_HOST=0.0.0.0
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["python", "deploy/health.py", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["hoclieu"]
CMD ["serve", "--no-worker"]

# versitygw is maintained, Apache-2.0, and keeps objects as plain files. Its own image runs as root; this one does not.
FROM ghcr.io/versity/versitygw:v1.8.0 AS storage
RUN mkdir -p /objects && chown 10001:10001 /objects && chmod 0700 /objects
COPY deploy/storage.sh /usr/local/bin/storage.sh
USER 10001:10001
VOLUME /objects
EXPOSE 7070
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:7070/health"]
ENTRYPOINT ["/bin/sh", "/usr/local/bin/storage.sh"]
