# The programs: Kubernetes, Helm, cluster DNS and the volume provisioner, built from the Go module in
# tools/ into a directory of the cache that is named by what they are built from; etcd and KWOK.

tools=$here/tools

programs=(./cluster-dns ./local-volumes helm.sh/helm/v3/cmd/helm
  k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kube-proxy,kube-scheduler,kubectl,kubelet})

required_version() {
  awk -v module="$1" '$1 == module && $2 ~ /^v/ { print $2; exit }' "$tools/go.mod"
}

kubernetes_version=$(required_version k8s.io/kubernetes)
helm_version=$(required_version helm.sh/helm/v3)

# The linker stamps the versions.
linker_flags() {
  local component=k8s.io/component-base/version helm=helm.sh/helm/v3 major minor
  IFS=. read -r major minor _ <<<"${kubernetes_version#v}"
  echo "-s -w" \
    "-X $component.gitVersion=$kubernetes_version -X $component.gitMajor=$major -X $component.gitMinor=$minor -X $component.gitTreeState=clean" \
    "-X $helm/internal/version.version=$helm_version" \
    "-X $helm/pkg/chartutil.k8sVersionMajor=$major -X $helm/pkg/chartutil.k8sVersionMinor=$minor"
}

# Without DWARF the compiler is an eighth faster.
build_flags=(-mod=readonly -trimpath -gcflags=all=-dwarf=false -ldflags "$(linker_flags)")
bin=$cache/programs/$kubernetes_version-$({ cat "$tools"/go.* "$tools"/*/*.go; echo "${build_flags[@]}" "${programs[@]}"; } | sha256sum | cut -c 1-10)

build_programs() {
  mkdir -p "$cache/programs"
  exec 8>"$cache/programs/lock"
  if ! flock --nonblock 8; then
    phase "waiting for the programs, which are being built already"
    flock 8
  fi
  [ -d "$bin" ] || compile_programs
  build_etcd
  exec 8>&-
  offer_to_kube_api_test
}

require_go() {
  command -v go >/dev/null || fail "the programs are built with Go: install Go $(awk '$1 == "go" { print $2 }' "$tools/go.mod") or newer"
}

compile_programs() {
  local draft=$bin.draft
  require_go
  phase "building Kubernetes $kubernetes_version, Helm $helm_version and cluster DNS (once; about five minutes on two cores)"
  rm -rf "$draft"
  mkdir "$draft"
  if ! (cd "$tools" && CGO_ENABLED=0 go build "${build_flags[@]}" -o "$draft/" "${programs[@]}") >"$draft.log" 2>&1; then
    tail -n 20 "$draft.log" >&2
    fail "the programs could not be built; all that was said is in $draft.log"
  fi
  rm "$draft.log"
  mv "$draft" "$bin"
}

# A module that is built by itself: "go install" refuses one with replacements of its own.
etcd_version=$(required_version go.etcd.io/etcd/client/v3)
etcd=$cache/programs/etcd-$etcd_version

# The distribution's etcd may be too old for Kubernetes to answer lists from its cache.
build_etcd() {
  local draft=$etcd.draft
  [ ! -d "$etcd" ] || return 0
  require_go
  phase "building etcd $etcd_version (once; half a minute on two cores)"
  rm -rf "$draft"
  mkdir -p "$draft/module"
  if ! (cd "$draft/module" && go mod init etcd && go get "go.etcd.io/etcd/server/v3@$etcd_version" &&
    CGO_ENABLED=0 go build -trimpath -gcflags=all=-dwarf=false -ldflags='-s -w' -o ../etcd go.etcd.io/etcd/server/v3) >"$draft.log" 2>&1; then
    tail -n 20 "$draft.log" >&2
    fail "etcd could not be built; all that was said is in $draft.log"
  fi
  rm -r "$draft.log" "$draft/module"
  mv "$draft" "$etcd"
}

# KWOK plays the kubelet in measurements. It is built from its own module, whose Kubernetes is a newer one.
kwok_version=v0.8.0
kwok=$cache/programs/kwok-$kwok_version

build_kwok() {
  local draft=$kwok.draft
  [ ! -d "$kwok" ] || return 0
  phase "building KWOK $kwok_version (once; about two minutes on two cores)"
  rm -rf "$draft"
  if ! GOBIN=$draft CGO_ENABLED=0 go install -trimpath -gcflags=all=-dwarf=false -ldflags='-s -w' \
    "sigs.k8s.io/kwok/cmd/kwok@$kwok_version" >"$draft.log" 2>&1; then
    tail -n 20 "$draft.log" >&2
    fail "KWOK could not be built; all that was said is in $draft.log"
  fi
  rm "$draft.log"
  mv "$draft" "$kwok"
}

# Fabric8's kube-api-test looks for its programs in a directory of this name.
offer_to_kube_api_test() {
  local directory
  directory=$cache/kube-api-test/k8s/${kubernetes_version#v}-linux-$(dpkg --print-architecture)
  mkdir -p "$directory"
  ln -sfn "$bin/kube-apiserver" "$bin/kubectl" "$etcd/etcd" "$directory/"
}

print_environment() {
  printf 'export PATH=%q:%q:%q:"$PATH"\n' "$bin" "$promtool" "$kwok"
  printf 'export KUBECONFIG=%q\n' "$kubeconfig"
  printf 'export KUBE_API_TEST_DIR=%q KUBECACHEDIR=%q\n' "$cache/kube-api-test" "$KUBECACHEDIR"
}
