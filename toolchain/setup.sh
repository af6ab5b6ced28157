#!/bin/sh
# Installs what a clean Debian machine lacks. `setup.sh demo`: what a build and a board need; `setup.sh qemu-riscv`:
# what that port needs beside it; `setup.sh test`: what the tests do. Says what it does; does nothing when all is there.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }

# Debian packages named on the command line, as root, through sudo, or by telling the command to type.
packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command="apt-get install -y --no-install-recommends$missing"
  if [ "$(id -u)" = 0 ]; then root=
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=sudo
  elif command -v sudo >/dev/null && [ -t 0 ]; then root=sudo
  else
    say "these Debian packages are missing:$missing"
    say "type this, then run make again:  su -c '$command'"
    exit 1
  fi
  say "installing Debian packages:$missing"
  log=$(mktemp)
  if ! { $root apt-get update && DEBIAN_FRONTEND=noninteractive $root $command; } >"$log" 2>&1; then
    tail -n 20 "$log"
    say "apt-get failed; its whole output is in $log"
    exit 1
  fi
  rm -f "$log"
}

case ${1:-} in
demo)
  packages gcc make patch xz-utils libc6-dev gcc-arm-none-eabi picolibc-arm-none-eabi qemu-system-arm
  if ! command -v node >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    say "Node.js 20 or newer is needed; $(command -v node >/dev/null && node --version || echo none) is here"
    exit 1
  fi
  ;;
qemu-riscv)
  packages gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc
  ;;
test)
  # clang and llvm for the fuzz targets: GCC has no libFuzzer. The runtime library's package has clang's version in its
  # name.
  packages clang clang-format cmake cppcheck libnewlib-arm-none-eabi llvm ruby bundler
  packages chromium iproute2 libcoap3-bin socat tcpdump
  packages "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
  # The lock file is used as a copy: Bundler writes this machine's gem source into it.
  if ! cmp -s Gemfile.lock build/bundle/locked; then
    say "installing gems"
    mkdir -p build/bundle && cp Gemfile Gemfile.lock build/bundle/
    BUNDLE_GEMFILE=$PWD/build/bundle/Gemfile BUNDLE_PATH=$PWD/build/bundle/gems bundle install --quiet
    cp Gemfile.lock build/bundle/locked
  fi
  ;;
*)
  say "usage: toolchain/setup.sh demo|qemu-riscv|test"
  exit 2
  ;;
esac
