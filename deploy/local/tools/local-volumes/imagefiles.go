package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller"
)

// imageFiles keeps each volume in the file images/NAME.ext4, mounted at mounts/NAME.
type imageFiles struct {
	node, images, mounts string
}

// Provision may be called again after it failed or this program was killed at any point: an image
// file has its final name only when its file system is complete.
func (f *imageFiles) Provision(
	ctx context.Context, options controller.ProvisionOptions,
) (*corev1.PersistentVolume, controller.ProvisioningState, error) {
	name := options.PVName
	request := options.PVC.Spec.Resources.Requests[corev1.ResourceStorage]
	if err := f.format(ctx, name, request.Value()); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	if err := f.mount(ctx, name); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return f.volume(options), controller.ProvisioningFinished, nil
}

// Delete removes the volume's data. A volume that is already gone is no error.
func (f *imageFiles) Delete(ctx context.Context, volume *corev1.PersistentVolume) error {
	mountPoint := filepath.Join(f.mounts, volume.Name)
	mounted, err := isMounted(mountPoint)
	if err != nil {
		return err
	}
	if mounted {
		if err := run(ctx, "umount", mountPoint); err != nil {
			return err
		}
	}
	for _, path := range []string{mountPoint, f.image(volume.Name)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (f *imageFiles) image(name string) string {
	return filepath.Join(f.images, name+".ext4")
}

func (f *imageFiles) format(ctx context.Context, name string, size int64) error {
	image := f.image(name)
	if _, err := os.Stat(image); err == nil {
		return nil
	}
	draft := filepath.Join(f.images, name+".draft")
	if err := os.WriteFile(draft, nil, 0o600); err != nil {
		return err
	}
	if err := os.Truncate(draft, size); err != nil {
		return err
	}
	// Without blocks reserved for root, as pods do not run as root.
	if err := run(ctx, "mkfs.ext4", "-q", "-F", "-m", "0",
		"-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard", draft); err != nil {
		return err
	}
	return os.Rename(draft, image)
}

func (f *imageFiles) mount(ctx context.Context, name string) error {
	mountPoint := filepath.Join(f.mounts, name)
	mounted, err := isMounted(mountPoint)
	if err != nil || mounted {
		return err
	}
	if err := os.MkdirAll(mountPoint, 0o755); err != nil {
		return err
	}
	return run(ctx, "mount", "-o", "loop,noatime", f.image(name), mountPoint)
}

func (f *imageFiles) volume(options controller.ProvisionOptions) *corev1.PersistentVolume {
	claim := options.PVC.Spec
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   claim.AccessModes,
			VolumeMode:                    claim.VolumeMode,
			Capacity: corev1.ResourceList{
				corev1.ResourceStorage: claim.Resources.Requests[corev1.ResourceStorage],
			},
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				Local: &corev1.LocalVolumeSource{Path: filepath.Join(f.mounts, options.PVName)},
			},
			NodeAffinity: onNode(f.node),
		},
	}
}

func onNode(name string) *corev1.VolumeNodeAffinity {
	return &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{
		NodeSelectorTerms: []corev1.NodeSelectorTerm{{
			MatchExpressions: []corev1.NodeSelectorRequirement{{
				Key:      corev1.LabelHostname,
				Operator: corev1.NodeSelectorOpIn,
				Values:   []string{name},
			}},
		}},
	}}
}

func isMounted(mountPoint string) (bool, error) {
	mounts, err := os.ReadFile("/proc/self/mounts")
	return strings.Contains(string(mounts), " "+mountPoint+" "), err
}

func run(ctx context.Context, program string, arguments ...string) error {
	output, err := exec.CommandContext(ctx, program, arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(arguments, " "), err, output)
	}
	return nil
}
