# Persistent volumes: image files in the state directory, mounted below /run. There, because a mount point
# that is gone after a restart makes kubelet wait, while an empty directory would look like lost data.

start_volumes() {
  apply "$here/manifests/storage.yaml"
  start local-volumes "$bin/local-volumes" --kubeconfig="$state/pki/local-volumes.kubeconfig" \
    --node="$node" --images="$state/volumes" --mounts="$runtime/volumes"
}

# After a restart of the machine the provisioner has no reason to mount the volumes that it made before.
mount_volumes() {
  local image directory
  for image in "$state"/volumes/*.ext4; do
    [ -e "$image" ] || continue
    directory=$runtime/volumes/$(basename "$image" .ext4)
    mountpoint -q "$directory" && continue
    mkdir -p "$directory"
    mount -o loop,noatime "$image" "$directory" || { rmdir "$directory"; fail "the volume $image cannot be mounted"; }
  done
}
