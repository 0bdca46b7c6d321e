package io.nuodb.backup.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One restore of a backup set into an archive on a fresh volume. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("rj")
@Categories("nuodb")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Backup set",
    jsonPath = ".status.resolved.backupSet",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Element",
    jsonPath = ".status.resolved.element",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Volume",
    jsonPath = ".spec.target.persistentVolumeClaim.name",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.size", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = "self.metadata.name.size() <= 52",
    message = "the name of a RestoreJob has at most 52 characters: it becomes a label of its Job")
public class RestoreJob extends CustomResource<RestoreJobSpec, RestoreJobStatus>
    implements Namespaced {}
