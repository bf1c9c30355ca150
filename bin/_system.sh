# The programs and shared libraries of the machine. On Debian and Ubuntu what is missing is
# installed when we may (root, or sudo without a password); otherwise one line says what to type.

need_system_packages() {
    find_python
    missing=$(missing_packages "$1")
    if [ -n "$missing" ]; then
        install_packages $missing
        find_python
    fi
    [ -n "$base_python" ] \
        || stop "ต้องใช้ Python 3.11 ขึ้นไป · Python 3.11 or newer is needed, found: $(python3 --version 2>&1)"
    [ "$1" = run ] || find_chromium
}

# The first Python that is new enough; LMS_PYTHON names another.
find_python() {
    for base_python in ${LMS_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        "$base_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    base_python=
}

missing_packages() {
    if [ -z "$base_python" ]; then
        echo python3 python3-venv
    elif ! is_done environment "$root" && ! has_uv; then
        "$base_python" -c 'import ensurepip' 2>/dev/null || echo "${base_python##*/}-venv"
    fi
    has_libraries || echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    [ "$1" = run ] || missing_test_programs
}

# What WeasyPrint loads to set Thai text.
has_libraries() {
    [ -n "$base_python" ] && "$base_python" - 2>/dev/null <<'PYTHON'
from ctypes import CDLL
for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig"):
    CDLL(f"lib{name}.so.{1 if name == 'fontconfig' else 0}")
PYTHON
}

missing_test_programs() {
    [ -n "$(postgresql_programs)" ] || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v qpdf >/dev/null || echo qpdf
    command -v softhsm2-util >/dev/null || echo softhsm2
    command -v java >/dev/null || echo default-jre-headless
    [ -e /usr/share/java/jaxb-api.jar ] || echo libjaxb-java
    [ -n "$(chromium_program)" ] || is_ubuntu || echo chromium
}

postgresql_programs() {
    for programs in /usr/lib/postgresql/*/bin "$(dirname -- "$(command -v initdb)")"; do
        if [ -x "$programs/initdb" ]; then echo "$programs"; return; fi
    done
}

# A browser that may open our temporary folders: a snap may not, and apt's on Ubuntu is one.
chromium_program() {
    for program in ${CHROMIUM:+"$CHROMIUM"} chromium google-chrome chromium-browser; do
        found=$(command -v "$program") || continue
        case $(readlink -f -- "$found") in */snap*) continue ;; esac
        grep -qs '/snap/bin' "$found" && continue
        echo "$found"
        return
    done
}

find_chromium() {
    CHROMIUM=$(chromium_program)
    export CHROMIUM
    [ -n "$CHROMIUM" ] \
        || stop "ไม่พบ Chromium (แบบ snap ใช้ไม่ได้) · no Chromium found (a snap will not do); install Chrome, or name one: CHROMIUM=/path/to/chrome"
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

install_packages() {
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root='sudo -n'
        sudo -n true 2>/dev/null || as_root=none
    fi
    if [ "$as_root" = none ] || ! command -v apt-get >/dev/null; then
        stop "ต้องติดตั้งโปรแกรมของเครื่องก่อน · first install, once:  sudo apt-get install -y $*"
    fi
    say "ติดตั้งโปรแกรมของเครื่อง · installing $*"
    keep_services_stopped
    trap allow_services EXIT
    trap 'exit 130' INT TERM
    quietly $as_root apt-get update -q
    quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"
    allow_services
    trap - EXIT INT TERM
}

# Debian starts what it installs, on the default ports; the tests start their own servers.
# `no_services` and `no_cluster` name the files we made, to be taken away again.
keep_services_stopped() {
    no_services= no_cluster=
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        no_services=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$no_services" >/dev/null
        $as_root chmod 755 "$no_services"
    fi
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        no_cluster=/etc/postgresql-common/createcluster.d/lms.conf
        $as_root mkdir -p "${no_cluster%/*}"
        echo 'create_main_cluster = false' | $as_root tee "$no_cluster" >/dev/null
    fi
}

allow_services() {
    for file in $no_services $no_cluster; do $as_root rm -f "$file"; done
    [ -z "$no_cluster" ] || $as_root rmdir --ignore-fail-on-non-empty "${no_cluster%/*}" 2>/dev/null || :
}
