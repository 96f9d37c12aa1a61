#!/usr/bin/env bash
# Installs what is missing and starts nothing.
#   scripts/setup.sh run    what the site and the worker need
#   scripts/setup.sh test   the same, and what the test suite needs
# OFFICE=1 also installs LibreOffice (300 MB), which draws the pages of Word, Excel and PowerPoint files; without it they
# have words and no pictures. The tests need it in any case.
# Safe to repeat: what is there is left as it is, and a second run takes about a second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose="${1:-run}"
case "$purpose" in
  run | test) ;;
  *)
    echo "usage: scripts/setup.sh [run|test]" >&2
    exit 2
    ;;
esac

versitygw_version=v1.8.0

say() { echo "setup: $*" >&2; }
die() {
  say "$@"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# --- Debian packages -----------------------------------------------------------------------------------------

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if has "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

has_language() { has tesseract && tesseract --list-langs 2>/dev/null | grep -qx "$1"; }
has_postgresql() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_office() {
  has soffice || return 1
  # A module's own program library tells that it is there, wherever LibreOffice came from.
  case "$1" in writer) set -- swlo ;; calc) set -- sclo ;; impress) set -- sdlo ;; math) set -- smlo ;; esac
  compgen -G "$(dirname "$(readlink -f "$(command -v soffice)")")/lib$1.so" >/dev/null
}
has_chromium() { has chromium || has chromium-browser || has google-chrome; }


wants_office() { [ "$purpose" = test ] || [[ "${OFFICE:-}" =~ ^(1|yes|true)$ ]]; }

# The first edition of these fonts has no Vietnamese letters: they would be drawn from another font, out of their places.
has_vietnamese_liberation() { has fc-list && fc-list ':charset=1ec3' family 2>/dev/null | grep -q '^Liberation'; }

# Without this module (half a megabyte) LibreOffice leaves formulas out of its drawings; two tests are left out then.
has_formulas() { [ "$purpose" = test ] || has_office math; }

# One program for each kind of document, without a window; fonts as wide as those that documents are written in.
missing_office_packages() {
  if has_office writer && has_office calc && has_office impress && has_formulas; then :; else
    echo libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-math-nogui
  fi
  has_vietnamese_liberation || echo fonts-liberation2
}

# Prints the packages that this machine lacks, told by what they bring and not by their names: a Tesseract or a
# Python built by hand is as good as Debian's.
missing_packages() {
  local python
  if python="$(find_python)"; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  else
    echo python3 python3-venv
  fi
  has tesseract || echo tesseract-ocr
  has_language vie || echo tesseract-ocr-vie
  has_language eng || echo tesseract-ocr-eng
  has_language osd || echo tesseract-ocr-osd
  [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || echo fonts-dejavu-core
  ! wants_office || missing_office_packages
  [ "$purpose" = test ] || return 0
  has_chromium || if grep -q '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi
  has_postgresql || echo postgresql
  has pdftoppm || echo poppler-utils
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}
may_install() { has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }

# Quiet while all goes well; what apt said is shown when it fails.
apt_get() {
  local said
  said="$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" 2>&1 </dev/null)" \
    || { echo "$said" >&2 && return 1; }
}
# --no-upgrade: a package that is on the machine is never replaced by a newer one.
apt_install() { apt_get install --yes --no-install-recommends --no-upgrade "$@"; }

install_packages() {
  local -a packages
  read -r -a packages <<<"$(missing_packages | tr '\n' ' ')"
  [ "${#packages[@]}" -gt 0 ] || return 0
  if ! may_install; then
    say "this machine lacks Debian packages, and this account may not install them. Please run:"
    echo "  sudo apt-get update && sudo apt-get install --no-install-recommends ${packages[*]}" >&2
    exit 1
  fi
  say "installing Debian packages: ${packages[*]}"
  compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null || apt_get update
  # An old package list names versions that the mirror no longer has: one fresh list, one more try.
  apt_install "${packages[@]}" || { apt_get update && apt_install "${packages[@]}"; } \
    || die "apt could not install: ${packages[*]}"
}

# --- Python ---------------------------------------------------------------------------------------------------

# What is installed follows from these; the folder counts because scripts in a virtual environment carry its path.
fingerprint() {
  { pwd && .venv/bin/python --version && cat "$1" pyproject.toml; } 2>/dev/null | sha256sum | cut -d ' ' -f 1
}
# An environment that was moved with its folder, or whose Python the system replaced, is made anew.
environment_works() {
  [ -x .venv/bin/python ] && grep -qsF "$PWD/.venv" .venv/bin/activate \
    && .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

install_python_packages() {
  local lock="$1" stamp=".venv/.installed-$purpose" python
  if ! environment_works; then
    python="$(find_python)" || die "Python 3.11 or newer is needed and none was found"
    say "making the virtual environment .venv with $("$python" --version)"
    [ ! -L .venv ] || rm .venv # --clear would empty the folder that the link leads to: somebody else's
    "$python" -m venv --clear .venv
  fi
  [ "$(cat "$stamp" 2>/dev/null)" != "$(fingerprint "$lock")" ] || return 0
  say "installing the Python packages of $lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
  fingerprint "$lock" >"$stamp"
}

# --- the S3 server of the tests -------------------------------------------------------------------------------

has_versitygw() {
  local place
  for place in "${HOCLIEU_TEST_VERSITYGW:-}" .tools/bin/versitygw ~/go/bin/versitygw ~/.local/bin/versitygw; do
    [ -z "$place" ] || [ ! -x "$place" ] || return 0
  done
  has versitygw
}

at_least_1_24() { [ "$(printf '%s\n' 1.24 "${1:-0}" | sort -V | head -n 1)" = 1.24 ]; }
go_version() { GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//'; }
debian_go_version() { apt-cache policy golang-go 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*:\)\?//p'; }

build_versitygw() {
  ! has_versitygw || return 0
  if ! at_least_1_24 "$(go_version)" && may_install && at_least_1_24 "$(debian_go_version)"; then
    say "installing Debian packages: golang-go"
    apt_install golang-go || say "golang-go could not be installed"
  fi
  if at_least_1_24 "$(go_version)"; then
    say "building the S3 server for the tests, versitygw $versitygw_version (one to two minutes)"
    GOTOOLCHAIN=auto GOBIN="$PWD/.tools/bin" go install "github.com/versity/versitygw/cmd/versitygw@$versitygw_version" && return 0
    say "versitygw could not be built"
  else
    say "versitygw needs Go 1.24 or newer, and this machine has none"
  fi
  [ "${CI:-}" != true ] || die "with CI=true the storage tests insist on it"
  say "the storage tests will use moto's server in its place"
}

install_packages
if [ "$purpose" = test ]; then
  install_python_packages requirements-test.lock
  build_versitygw
else
  install_python_packages requirements.lock
fi
