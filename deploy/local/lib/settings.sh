# Paths, names and addresses. Nothing else in these scripts names one.

state=${NUODB_BACKUP_STATE:-/var/tmp/nuodb-backup-operator}   # survives a restart of the machine
runtime=/run/nuodb-backup-operator                            # does not
cache=${XDG_CACHE_HOME:-$HOME/.cache}/nuodb-backup-operator
kubeconfig=$repository/.local/kubeconfig
lock=/run/lock/nuodb-backup-operator
marker=$state/made-by-nuodb-backup-operator                   # says that the directory may be removed

node=local
node_ip=10.255.0.1
pod_range=10.244.0.0/16
service_range=10.96.0.0/16
kubernetes_service_ip=10.96.0.1
dns_service_ip=10.96.0.10
api_server=https://127.0.0.1:6443
etcd_client=http://127.0.0.1:23790
etcd_peer=http://127.0.0.1:23800

network=nuodb-local             # of the pods; prefix of its files in /var/lib/cni
chain=NUODB-LOCAL               # iptables
cgroup=nuodb-backup-operator    # parent of all pods' cgroups
containerd_socket=$runtime/containerd.sock
containerd_bundles=$runtime/containerd/io.containerd.runtime.v2.task/k8s.io
pause_image=localhost/pause:local

PATH=$PATH:/usr/sbin:/sbin
export KUBECACHEDIR=$cache/kubectl    # not in the user's home; gone or stale, it is made anew

# render FILE: the file with @name@ replaced by the value of the setting of that name.
render() {
  local text name
  text=$(<"$1")
  for name in state runtime node node_ip pod_range dns_service_ip network cgroup containerd_socket pause_image; do
    text=${text//@$name@/${!name}}
  done
  printf '%s\n' "$text"
}

make_directories() {
  if [ -d "$state" ] && [ ! -e "$marker" ] && [ -n "$(ls -A "$state")" ]; then
    fail "$state holds something else: name another directory in NUODB_BACKUP_STATE"
  fi
  mkdir -p "$state"
  touch "$marker"
  mkdir -p "$state"/{config/cni,log/pods,pki,processes,volumes} "$runtime"/{ipam,volumes}
  local file
  for file in "$here"/config/*.*; do
    render "$file" >"$state/config/${file##*/}"
  done
  mv "$state/config/pods.conflist" "$state/config/cni/pods.conflist"
}
