package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.store.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The admin's durable state: one JSON file, replaced as a whole. */
final class DomainStateFile {
  private final Path file;

  DomainStateFile(Path directory) throws IOException {
    this.file = Files.createDirectories(directory).resolve("domain.json");
  }

  DomainState read() throws IOException {
    return Files.exists(file)
        ? Json.MAPPER.readValue(file.toFile(), DomainState.class)
        : DomainState.empty();
  }

  /** Returns when the new state is durable. */
  void write(DomainState state) throws IOException {
    DurableFile.replace(file, Json.bytes(state));
  }
}
