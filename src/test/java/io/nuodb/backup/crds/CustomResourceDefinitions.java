package io.nuodb.backup.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.RestoreJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CustomResourceDefinitions as the classes say, and the checked-in files made from them. */
final class CustomResourceDefinitions {
  /** Lists whose items have a key: server-side apply then merges them item by item. */
  private static final Map<String, String> LIST_MAP_KEYS =
      Map.of("conditions", "type", "storageManagers", "pod", "elements", "name");

  private static final List<Class<? extends HasMetadata>> RESOURCES =
      List.of(BackupPolicy.class, BackupSet.class, RestoreJob.class);

  private CustomResourceDefinitions() {}

  /** File name to content, relative to the project's root. */
  static Map<Path, String> files() {
    Map<Path, String> files = new TreeMap<>();
    definitions()
        .forEach(
            (name, definition) -> {
              String yaml = Serialization.asYaml(definition);
              files.put(Path.of("crds", name + ".yaml"), yaml);
              files.put(
                  Path.of("helm/nuodb-backup-operator/templates/crds", name + ".yaml"),
                  chartTemplate(definition));
            });
    return files;
  }

  /**
   * Helm never upgrades what lies in a chart's crds folder, so the chart has them as templates; the
   * keep policy makes sure that uninstalling the chart deletes no backup records.
   */
  private static String chartTemplate(CustomResourceDefinition definition) {
    definition
        .getMetadata()
        .setAnnotations(new TreeMap<>(Map.of("helm.sh/resource-policy", "keep")));
    return "{{- if .Values.crds.install }}\n" + Serialization.asYaml(definition) + "{{- end }}\n";
  }

  static void write(Path root) {
    files()
        .forEach(
            (path, content) -> {
              try {
                Files.createDirectories(root.resolve(path).getParent());
                Files.writeString(root.resolve(path), content);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Map<String, CustomResourceDefinition> definitions() {
    Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();
    new CRDGenerator()
        .withOutput(new InMemoryOutput(outputs))
        .withImplicitPreserveUnknownFields(false)
        .forCRDVersions("v1")
        .customResourceClasses(RESOURCES)
        .generate();
    Map<String, CustomResourceDefinition> definitions = new TreeMap<>();
    outputs.forEach(
        (name, yaml) -> {
          CustomResourceDefinition definition =
              Serialization.unmarshal(
                  yaml.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class);
          definition.getMetadata().setAnnotations(null);
          List<String> columns = columns(definition.getSpec().getNames().getKind());
          definition
              .getSpec()
              .getVersions()
              .forEach(
                  version -> {
                    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
                    schema.setRequired(List.of("spec"));
                    keyLists(schema);
                    version
                        .getAdditionalPrinterColumns()
                        .sort(Comparator.comparing(column -> columns.indexOf(column.getName())));
                  });
          definitions.put(definition.getMetadata().getName(), definition);
        });
    return definitions;
  }

  /** The generator sorts columns by their path; people read them in the order of the class. */
  private static List<String> columns(String kind) {
    return RESOURCES.stream()
        .filter(resource -> resource.getSimpleName().equals(kind))
        .flatMap(
            resource -> Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class)))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }

  /** The generator has no annotation for this. */
  private static void keyLists(JSONSchemaProps schema) {
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              String key = LIST_MAP_KEYS.get(name);
              if (key != null && "array".equals(property.getType())) {
                property.setXKubernetesListType("map");
                property.setXKubernetesListMapKeys(List.of(key));
              }
              keyLists(property);
              if (property.getItems() != null && property.getItems().getSchema() != null) {
                keyLists(property.getItems().getSchema());
              }
            });
  }

  private record InMemoryOutput(Map<String, ByteArrayOutputStream> outputs)
      implements CRDGenerator.CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String crdName) {
      return outputs.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {}
  }
}
