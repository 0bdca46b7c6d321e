package io.nuodb.backup.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A record of one backup set on a backup volume. Only the operator makes them: a BackupSet requests
 * nothing, and deleting one deletes no data.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("bs")
@Categories("nuodb")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Storage manager",
    jsonPath = ".status.storageManager.pod",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Incrementals",
    jsonPath = ".status.counts.incremental",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.size", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Recoverable to",
    jsonPath = ".status.recoverable.to",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Policy",
    jsonPath = ".spec.policyRef.name",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class BackupSet extends CustomResource<BackupSetSpec, BackupSetStatus>
    implements Namespaced {}
