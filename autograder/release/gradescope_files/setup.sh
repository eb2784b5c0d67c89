#!/usr/bin/env bash
# Builds the image that submissions are graded in; Gradescope runs it once, as root, with a network, on Ubuntu 22.04.
# The argument is another folder than /autograder, for trials. The system's own python3 stays as it is.
set -euo pipefail
umask 022

root=${1:-/autograder}
source=$root/source
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
export PIP_ROOT_USER_ACTION=ignore
export XDG_CACHE_HOME=$root/cache # of this image, whoever runs it: run_autograder says the same
mkdir -p "$XDG_CACHE_HOME"

step() { echo "autograder: $*"; }
fail() {
  echo "autograder: THE IMAGE COULD NOT BE BUILT: $*" >&2
  exit 1
}
trap 'fail "line $LINENO of setup.sh failed: $BASH_COMMAND"' ERR

# shellcheck source=/dev/null
. "$source/settings.sh" || fail "$source/settings.sh is missing: upload the zip as 'autograder release' made it"
[ "$(id -u)" = 0 ] || fail "it needs root"

# A Python that the program can use: 3.11 or newer, no release candidate, and able to make environments.
usable() {
  "$1" -c 'import ensurepip, sys; v = sys.version_info; sys.exit(v < (3, 11) or v.releaselevel != "final")' 2>/dev/null
}

first_usable() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && usable "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# The distribution's package, where it has a final release; Ubuntu 22.04 has a candidate of 3.11 only.
from_apt() {
  local version candidate
  for version in 3.13 3.12 3.11; do
    candidate=$(LC_ALL=C apt-cache policy "python$version-venv" | sed -n 's/^  Candidate: //p')
    case $candidate in "" | "(none)" | *~rc* | *~a[0-9]* | *~b[0-9]*) continue ;; esac
    apt-get install -y -q --no-install-recommends "python$version-venv" >&2 || continue
    first_usable && return
  done
  return 1
}

# A build of its own in $root/python, by uv, which comes from the package index.
from_uv() {
  apt-get install -y -q --no-install-recommends python3-pip >&2 || return 1
  python3 -m pip install --quiet --target "$root/uv" uv >&2 || return 1
  UV_PYTHON_INSTALL_DIR=$root/python "$root/uv/bin/uv" python install --quiet "$PYTHON_VERSION" >&2 || return 1
  local found
  found=$(UV_PYTHON_INSTALL_DIR=$root/python "$root/uv/bin/uv" python find --managed-python "$PYTHON_VERSION")
  usable "$found" && echo "$found"
}

step "looking for Python 3.11 or newer"
if ! python=$(first_usable); then
  apt-get update -q || step "apt-get update failed; going on with what is known"
  python=$(from_apt) || python=$(from_uv) ||
    fail "Python 3.11 or newer is not to be had, neither from apt nor by uv (the lines above say why)"
fi
step "using $python, $("$python" --version)"

step "installing torch and the grader into $root/venv"
"$python" -m venv "$root/venv"
bin=$root/venv/bin
pip=("$bin/python" -m pip install --quiet --constraint "$source/constraints.txt")
if [ -n "$TORCH_INDEX" ]; then
  pip+=(--extra-index-url "$TORCH_INDEX")
else
  step "no index for CPU builds of torch was named at release (--torch-index): the usual build is several GB larger"
fi
"${pip[@]}" torch || fail "torch could not be installed from the package index (the lines above say why)"
"${pip[@]}" "$source" || fail "the grader or what it needs could not be installed (the lines above say why)"
"$bin/python" -c 'import torch' || fail "the installed torch cannot be imported"

if [ "$NEEDS_DATA" = 1 ]; then
  step "getting Fashion-MNIST"
  if ! "$bin/autograder" data && ! "$bin/autograder" data --fetch; then
    "${pip[@]}" torchvision && "$bin/python" -c 'from autograder.training.data import locate; locate()' || true
    "$bin/autograder" data ||
      fail "Fashion-MNIST is not to be had, neither as Debian's package nor from torchvision's mirrors"
  fi
fi

step "compiling"
"$bin/python" -m compileall -q "$root/venv/lib" >/dev/null || true # some packages carry files for other Pythons
[ ! -d "$root/python" ] || "$bin/python" -m compileall -q "$root/python" >/dev/null || true

# The tests, and the labels of the images, are not for student code, which runs as another user.
chmod -R go-rwx "$source" "$XDG_CACHE_HOME"
chmod -R a+rX "$root/venv"
[ ! -d "$root/python" ] || chmod -R a+rX "$root/python"

"$bin/autograder" doctor || step "WARNING: what is missing above is missing here; each grading looks for it again"

step "grading the reference, as a trial"
"$bin/python" -P -s -m autograder.course.gradescope_trial "$root" ||
  fail "the reference did not get full points (the lines above say why)"
step "the image is ready"
