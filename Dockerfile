# Front-end packages: only their files are used, Node.js does not come along.
FROM node:22-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

# Python packages, exactly those of the lock.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/runtime.txt

FROM python:3.11-slim-bookworm
ENV PATH="/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=frontend /app/node_modules/@utrecht/component-library-css node_modules/@utrecht/component-library-css
COPY --from=frontend /app/node_modules/@nl-design-system-unstable node_modules/@nl-design-system-unstable
COPY . .
# The key is of this one command only: nothing is signed with it and it is not kept.
RUN SECRET_KEY=collectstatic python manage.py collectstatic --noinput --verbosity 0

# Not root, and by number, so that a cluster can check it. The portal writes no files.
USER 10001:10001
EXPOSE 8000
# As the proxy would ask, so that a redirect to https does not hide the answer.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:8000/gezond/', headers={'X-Forwarded-Proto': 'https'}), timeout=4)"]
CMD ["gunicorn", "enschede_org.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "3", "--threads", "2", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
