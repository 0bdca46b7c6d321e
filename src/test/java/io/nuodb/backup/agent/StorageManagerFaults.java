package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a storage manager for faults, of which it has one at a time; they end with its process. */
final class StorageManagerFaults {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  StorageManagerFaults(StorageManager storageManager) {
    this.url = URI.create("http://127.0.0.1:%d/faults".formatted(storageManager.port()));
  }

  /** Hot copies wait before they write anything. */
  void holdHotCopies() {
    holdHotCopiesAt("");
  }

  /** Hot copies wait before they write a file whose path contains the text. */
  void holdHotCopiesAt(String path) {
    put("{\"hang\": \"%s\"}".formatted(path));
  }

  void fillBackupVolume() {
    put("{\"backupVolumeFull\": 0}");
  }

  /** The next commit ends the storage manager. */
  void fillJournalVolume() {
    put("{\"journalVolumeFull\": true}");
  }

  void end() {
    put("{}");
  }

  private void put(String faults) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url)
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString(faults))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
