package io.nuodb.backup.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @Test
  void checkedInFilesAreWhatTheClassesSay() {
    if (Boolean.getBoolean("crds.write")) {
      CustomResourceDefinitions.write(ROOT);
    }
    assertThat(CustomResourceDefinitions.files())
        .isNotEmpty()
        .allSatisfy(
            (path, content) ->
                assertThat(ROOT.resolve(path))
                    .as("run 'make crds' after a change of the api package")
                    .hasContent(content));
  }

  @Test
  void everyFieldIsDescribed() {
    List<String> bare = new ArrayList<>();
    CustomResourceDefinitions.files()
        .forEach(
            (path, yaml) -> {
              if (path.startsWith("crds")) {
                var definition = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
                JSONSchemaProps schema =
                    definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
                for (String part : List.of("spec", "status")) {
                  collectBare(part, schema.getProperties().get(part), bare);
                }
              }
            });
    assertThat(bare).isEmpty();
  }

  private static void collectBare(String path, JSONSchemaProps schema, List<String> bare) {
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              String field = path + "." + name;
              if (property.getDescription() == null) {
                bare.add(field);
              }
              collectBare(field, property, bare);
              if (property.getItems() != null && property.getItems().getSchema() != null) {
                collectBare(field, property.getItems().getSchema(), bare);
              }
            });
  }
}
