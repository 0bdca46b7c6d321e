package io.nuodb.backup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.nuodb.backup.api.BackupSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CachesTest {
  private final String uid = UUID.randomUUID().toString();
  private final ItemStore<BackupSet> one = Caches.shared();
  private final ItemStore<BackupSet> other = new Caches.Shared<>();

  @Test
  void whatSeveralControllersWatchIsKeptOnce() {
    one.put("key", set("7"));
    other.put("key", set("7"));

    assertThat(one.get("key")).isNotNull().isSameAs(other.get("key"));
    assertThat(one.get("key").getMetadata().getManagedFields()).isNullOrEmpty();
  }

  @Test
  void aCacheThatIsBehindKeepsWhatItSaw() {
    one.put("key", set("7"));
    other.put("key", set("8"));

    assertThat(one.get("key").getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(other.get("key").getMetadata().getResourceVersion()).isEqualTo("8");
  }

  private BackupSet set(String resourceVersion) {
    var set = new BackupSet();
    set.setMetadata(
        new ObjectMetaBuilder()
            .withUid(uid)
            .withNamespace("nuodb")
            .withName("demo")
            .withResourceVersion(resourceVersion)
            .addToManagedFields(new ManagedFieldsEntry())
            .build());
    return set;
  }
}
