# Make .venv and install what the locks name. uv does in seconds what pip does in a minute; where uv cannot
# reach the index that pip is configured for, pip does it.
set -eu

test -x .venv/bin/python || "$PYTHON" -m venv .venv
test -x .venv/bin/uv || .venv/bin/pip install --quiet --require-hashes -r requirements/tools.txt

index=$(.venv/bin/pip config get global.index-url 2>/dev/null || true)
if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    export UV_DEFAULT_INDEX="$index"
fi
export UV_NATIVE_TLS=true UV_SYSTEM_CERTS=true

.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/dev.txt ||
    .venv/bin/pip install --quiet --require-hashes -r requirements/dev.txt
# The build backend is among the locked packages: nothing is fetched for building.
.venv/bin/pip install --quiet --no-build-isolation --no-deps --no-index --editable .
