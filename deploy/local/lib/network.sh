# The node's address, the rule that keeps pods on this machine, and the kernel settings they need.

# What kubelet and this file change; down sets them back.
kernel_settings=(net.ipv4.ip_forward vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

network_up() {
  save_kernel_settings
  sysctl -qw net.ipv4.ip_forward=1
  ip address replace "$node_ip/32" dev lo
  # A service without endpoints, or a pod that is gone, must not be looked for outside.
  ip route replace "$service_range" dev lo src "$node_ip"
  ip route replace unreachable "$pod_range"
  iptables -w -S "$chain" >/dev/null 2>&1 || iptables -w -N "$chain"
  iptables-restore -w --noflush <<RULES
*filter
-F $chain
-A $chain -s $pod_range -d $service_range -j RETURN
-A $chain -s $pod_range -d $pod_range -j ACCEPT
-A $chain -s $pod_range -d $node_ip -j ACCEPT
-A $chain -s $pod_range -j DROP
COMMIT
RULES
  # First, for machines whose own firewall drops what it does not know.
  local hook
  for hook in INPUT FORWARD; do
    iptables -w -C "$hook" -j "$chain" 2>/dev/null || iptables -w -I "$hook" -j "$chain"
  done
}

# Only once: a second time they would be our own.
save_kernel_settings() {
  [ -e "$state/sysctl.before" ] && return
  mkdir -p "$state"
  sysctl --ignore "${kernel_settings[@]}" >"$state/sysctl.draft" 2>/dev/null
  mv "$state/sysctl.draft" "$state/sysctl.before"
}

network_down() {
  [ ! -e "$state/sysctl.before" ] || sysctl -q --load="$state/sysctl.before"
  ip route del "$service_range" dev lo 2>/dev/null || true
  ip route del unreachable "$pod_range" 2>/dev/null || true
  ip address del "$node_ip/32" dev lo 2>/dev/null || true
  remove_chains iptables
  remove_chains ip6tables
  pod_links | while read -r link; do
    ip link del "$link" 2>/dev/null || true
  done
}

# Links of pods whose network namespace outlived them.
pod_links() {
  ip -4 route show root "$pod_range" | sed -n 's/.* dev \([^ ]*\) .*/\1/p' | sort -u
}

# Our chain and kube-proxy's: up refuses to run beside another Kubernetes, so these are ours.
remove_chains() {
  command -v "$1" >/dev/null || return 0
  "$1-save" 2>/dev/null | awk -v ours="^($chain|KUBE-.*)\$" '
    /^\*/ { table = $0; rules = flushes = deletions = "" }
    /^:/ { name = substr($1, 2); if (name ~ ours) { flushes = flushes "-F " name "\n"; deletions = deletions "-X " name "\n" } }
    /^-A/ { for (i = 3; i < NF; i++) if ($2 !~ ours && $i == "-j" && $(i + 1) ~ ours) rules = rules "-D" substr($0, 3) "\n" }
    /^COMMIT/ && (flushes != "" || rules != "") { printf "%s\n%s%s%sCOMMIT\n", table, rules, flushes, deletions }
  ' | "$1-restore" -w --noflush
}

foreign_chains() {
  iptables-save 2>/dev/null | grep -m 1 '^:KUBE-' || true
}

refuse_beside_another_kubernetes() {
  [ -e "$state" ] && return
  if command -v iptables-save >/dev/null && [ -n "$(foreign_chains)" ]; then
    fail "another Kubernetes node runs on this machine; use it with CLUSTER=current"
  fi
}
