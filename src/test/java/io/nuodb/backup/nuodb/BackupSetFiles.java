package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Writes backup sets in NuoDB's layout for tests. */
public final class BackupSetFiles {
  private BackupSetFiles() {}

  /** What a full hot copy writes first. */
  public static void initialise(Path set) {
    write(
        set.resolve("state.xml"),
        """
        <BackupSet version="1703936" database="demo" databaseId="database-uid">
            <BackupCollection id="collection-uid"/>
            <BackupSet id="set-uid"/>
            <Archive id="archive-uid"/>
            <HotCopyCommand backupSetDirectory="%s" archiveDirectory="/archive" hostname="sm-0"/>
        </BackupSet>
        """
            .formatted(set));
    createDirectories(set.resolve("tmp"));
  }

  /**
   * A completed element.
   *
   * @param data content of the files in its data directory, by relative path
   */
  public static void element(
      Path set, String name, String id, Instant start, Instant end, Map<String, String> data) {
    Path element = set.resolve(name);
    createDirectories(element.resolve("data"));
    data.forEach((path, content) -> write(element.resolve("data").resolve(path), content));
    write(
        element.resolve("control/state.xml"),
        """
        <BackupElement type="%s" id="%s" version="1703936" database="demo" databaseId="database-uid">
            <BackupCollection id="collection-uid"/>
            <BackupSet id="set-uid"/>
            <Archive id="archive-uid"/>
            <HotCopyCommand startTime="%d" endTime="%d" backupSetDirectory="%s"/>
        </BackupElement>
        """
            .formatted(
                name.equals("full") ? "full" : "incremental",
                id,
                start.getEpochSecond(),
                end.getEpochSecond(),
                set));
  }

  public static void write(Path file, String content) {
    createDirectories(file.getParent());
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
