# Debian packages: only those that are missing, never removed again.

packages=(containerd runc containernetworking-plugins catatonit buildah busybox-static jq
  iptables iproute2 conntrack e2fsprogs mount util-linux procps openssl curl
  python3-venv) # for tests that run nuocmd

install_packages() {
  local missing=() package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  as_root
  phase "installing Debian packages: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "the packages could not be installed; all of apt's output is in $log"
  fi
  rm "$log"
}

promtool=$cache/promtool

# Of Debian's package prometheus only the program that tests alerts: its server would start.
fetch_promtool() {
  local draft=$promtool.draft
  [ ! -x "$promtool/promtool" ] || return 0
  phase "fetching promtool from Debian's package prometheus"
  rm -rf "$draft"
  mkdir -p "$draft"
  if ! (cd "$draft" && unpack_promtool) >"$draft.log" 2>&1; then
    tail -n 20 "$draft.log" >&2
    fail "promtool could not be fetched; all of apt's output is in $draft.log"
  fi
  rm "$draft.log"
  mv "$draft" "$promtool"
}

unpack_promtool() {
  apt-get download prometheus || { apt-get update && apt-get download prometheus; } || return
  dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --strip-components=3 ./usr/bin/promtool || return
  rm prometheus_*.deb
}
