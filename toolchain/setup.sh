#!/bin/sh
# Installs what a clean Debian machine lacks. `setup.sh demo`: what a build and a board need; `setup.sh qemu-riscv`:
# what that port needs beside it; `setup.sh test`: what the tests do; `setup.sh npm`: the npm packages of a build, and
# of the tests too where those are there; `setup.sh npm-test`: all npm packages. Says what it does; does nothing when
# all is there. Two makes at once set up one after the other.
set -eu
cd "$(dirname "$0")/.."
if [ ! -w . ]; then
  printf 'setup: you may not write to %s, which belongs to %s: clone Tinygram into a folder of yours\n' \
    "$PWD" "$(stat -c %U .)"
  exit 1
fi
case " ${TINYGRAM_HELD:-} " in *' setup '*) ;; *) exec toolchain/alone.sh setup toolchain/setup.sh "$@" ;; esac

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

# Debian packages named on the command line, and what they need beside what is installed, into build/deps/peers: they
# are programs that tests run, and their services must not start on this machine.
unpacked() {
  [ "$(cat build/deps/peers/unpacked 2>/dev/null)" != "$*" ] || return 0
  say "unpacking for the tests:" "$@"
  rm -rf build/deps/peers && mkdir -p build/deps/peers/downloads
  all=$(apt-get install -s --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
  # shellcheck disable=SC2086
  (cd build/deps/peers/downloads && apt-get -o APT::Sandbox::User= download $all >log 2>&1) || {
    tail -n 20 build/deps/peers/downloads/log
    say "apt-get could not download these packages; apt-get update may help"
    exit 1
  }
  for file in build/deps/peers/downloads/*.deb; do dpkg -x "$file" build/deps/peers; done
  rm -rf build/deps/peers/downloads
  echo "$*" >build/deps/peers/unpacked
}

# The npm packages of package-lock.json as node_modules; npm's options are on the command line. They are brought in
# beside it and take its place whole: what npm cannot fetch takes nothing away, and what runs in this folder meanwhile
# finds its packages.
npm_packages() {
  beside=build/npm
  rm -rf $beside && mkdir -p $beside && cp package.json package-lock.json $beside/
  [ ! -f .npmrc ] || cp .npmrc $beside/
  (cd $beside && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@")
  [ ! -e node_modules ] || mv node_modules $beside/before
  mv $beside/node_modules node_modules
  touch node_modules/.package-lock.json
  rm -rf $beside
}

packages_are() { # FILE: whether node_modules is as new as package.json, and has the file
  [ -e "node_modules/$1" ] || return 1
  for from in package.json package-lock.json; do
    [ ! $from -nt node_modules/.package-lock.json ] || return 1
  done
}

case ${1:-} in
npm)
  packages_are .package-lock.json || {
    say "npm packages"
    if [ -d node_modules/eslint ]; then npm_packages; else npm_packages --omit=dev; fi
  }
  ;;
npm-test)
  packages_are eslint || {
    say "npm packages of the tests"
    npm_packages
  }
  ;;
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
  packages chromium fish iproute2 libcoap3-bin socat tcpdump zsh
  unpacked aria2 atftpd avahi-daemon avahi-utils bind9-dnsutils chrony collectd-core dbus-daemon dnsmasq-base \
    libfaketime liblo-tools miniupnpc rsyslog snmp snmpd stun-client stun-server
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
  say "usage: toolchain/setup.sh demo|qemu-riscv|test|npm|npm-test"
  exit 2
  ;;
esac
