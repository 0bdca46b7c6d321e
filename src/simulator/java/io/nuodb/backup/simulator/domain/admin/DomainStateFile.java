package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The admin's durable state: one JSON file, replaced as a whole. */
final class DomainStateFile {
  private final Path directory;
  private final Path file;

  DomainStateFile(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.file = directory.resolve("domain.json");
  }

  DomainState read() throws IOException {
    return Files.exists(file)
        ? Json.MAPPER.readValue(file.toFile(), DomainState.class)
        : DomainState.empty();
  }

  /** Returns when the new state is durable. */
  void write(DomainState state) throws IOException {
    Path next = directory.resolve("domain.json.new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(state));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
