# CLUSTER=current: the cluster of the current kube context. Nothing is installed on this machine.

current_up() {
  local config
  command kubectl get --raw /readyz --request-timeout=10s >/dev/null || fail "the cluster of the current kube context does not answer"
  config=$(command kubectl config view --minify --flatten --raw)
  mkdir -p "${kubeconfig%/*}"
  (umask 077 && printf '%s\n' "$config" >"$kubeconfig")
  phase "using the cluster of the kube context $(command kubectl config current-context)"
}

current_status() {
  command kubectl get nodes
}

# Its nodes pull images from the registry that IMAGE_PREFIX names.
current_load() {
  local archive
  [ -n "${IMAGE_PREFIX:-}" ] || fail "set IMAGE_PREFIX to a registry and path that the cluster's nodes can pull from"
  for archive; do
    if command -v docker >/dev/null; then
      docker push "$(docker load --input "$archive" | sed -n 's/^Loaded image: //p')"
    elif command -v podman >/dev/null; then
      podman push "$(podman load --input "$archive" | sed -n 's/^Loaded image: //p')"
    else
      fail "docker or podman is needed to push $archive"
    fi
  done
}

current_env() {
  printf 'export KUBECONFIG=%q\n' "$kubeconfig"
}

current_build() {
  phase "nothing to build: the cluster is yours"
}

current_down() {
  if [ "${1:-}" != --check ]; then
    rm -rf "${kubeconfig%/*}"
  fi
}
