# Install what the tests need of Debian's packages, saying so; elsewhere say what is missing, and stop.
set -eu

missing=""
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v xgettext >/dev/null || missing="$missing gettext"
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing="$missing fonts-noto-cjk"
.venv/bin/python -c 'from tests.postgres import program; program("initdb")' 2>/dev/null || missing="$missing postgresql"
test -n "$missing" || exit 0

if ! command -v apt-get >/dev/null; then
    echo "The tests need:$missing" >&2
    exit 1
fi
sudo=""
if [ "$(id -u)" != 0 ]; then
    sudo="sudo"
    command -v sudo >/dev/null || { echo "The tests need (as root): apt-get install$missing" >&2; exit 1; }
fi
echo "== installing$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086  # a list of names
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
