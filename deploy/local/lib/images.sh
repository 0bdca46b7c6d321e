# Images: archives imported into containerd, as there is no registry.

load_images() {
  [ $# -gt 0 ] || fail "load: name at least one image archive"
  local archive
  for archive; do
    containerd_client images import "$archive" >/dev/null || fail "load: $archive could not be imported"
  done
}

# The parent container of each pod, which holds its namespaces and reaps its orphans.
import_pause_image() {
  [ -z "$(containerd_client images ls -q "name==$pause_image")" ] || return 0
  local work=$state/pause
  rm -rf "$work"
  mkdir -p "$work/context"
  cp /usr/bin/catatonit "$work/context/"
  "$repository/deploy/images/archive" "$here/pause.Dockerfile" "$work/context" "$pause_image" "$work/pause.tar" "$work/storage"
  load_images "$work/pause.tar"
  rm -rf "$work"
}
