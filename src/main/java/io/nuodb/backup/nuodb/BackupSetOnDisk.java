package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An initialised backup set as its files tell it (NuoDB docs, Using Backup Sets).
 *
 * @param archiveUid UUID of the archive that was copied, which is not its id in the admin's domain
 * @param chain the completed full element and the incremental ones after it, in the order in which
 *     a restore applies them; empty until the full hot copy has completed
 * @param journals the journal elements, in their order
 */
public record BackupSetOnDisk(
    Path directory,
    String id,
    String collectionId,
    String databaseId,
    String archiveUid,
    List<BackupElement> chain,
    List<BackupElement> journals) {
  public BackupSetOnDisk {
    chain = List.copyOf(chain);
    journals = List.copyOf(journals);
  }

  /** Whether the full hot copy that made the set has completed. */
  public boolean complete() {
    return !chain.isEmpty();
  }

  /** The element with atoms that has this id. */
  public Optional<BackupElement> element(String id) {
    return chain.stream().filter(element -> element.id().equals(id)).findFirst();
  }

  /** All elements: those with atoms, then those of journals. */
  public Stream<BackupElement> elements() {
    return Stream.concat(chain.stream(), journals.stream());
  }

  /** The newest element of a type; empty when there is none. */
  public Optional<BackupElement> newest(HotCopyType type) {
    return elements().filter(element -> element.type() == type).reduce((_, later) -> later);
  }
}
