package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.http.Content;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.store.AtomSource;
import io.nuodb.backup.simulator.store.Membership;
import io.nuodb.backup.simulator.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Serves this archive's atoms to storage managers that SYNC from it. */
final class SyncViews implements AutoCloseable {
  /** A view that nobody reads for that long is dropped, since it keeps old atoms on disk. */
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);

  /** What a view is of; its fingerprints and atoms are fetched by the view's id. */
  record SyncView(
      UUID viewId, UUID databaseId, long sequence, long lastTransactionId, Membership membership) {}

  private record Pinned(AtomSource source, Instant lastUse) {}

  private final Store store;
  private final Clock clock;
  private final Map<UUID, Pinned> views = new ConcurrentHashMap<>();

  SyncViews(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/sync", request -> open())
        .route("GET", "/sync/{view}/fingerprints", this::fingerprints)
        .route("GET", "/sync/{view}/atoms/{id}", this::atom)
        .route("DELETE", "/sync/{view}", this::close);
  }

  void dropIdle() {
    Instant oldest = clock.instant().minus(MAX_IDLE);
    views.forEach(
        (id, pinned) -> {
          if (pinned.lastUse().isBefore(oldest)) {
            drop(id);
          }
        });
  }

  @Override
  public void close() {
    views.keySet().forEach(this::drop);
  }

  private SyncView open() throws IOException {
    AtomSource source = store.pinForSync();
    UUID id = UUID.randomUUID();
    views.put(id, new Pinned(source, clock.instant()));
    return new SyncView(
        id,
        source.databaseId(),
        source.sequence(),
        source.lastTransactionId(),
        source.membership());
  }

  private Object fingerprints(Request request) {
    return content(view(request).fingerprints().encode());
  }

  private Object atom(Request request) throws IOException {
    return content(view(request).atom(Integer.parseInt(request.path("id"))));
  }

  private Object close(Request request) {
    drop(UUID.fromString(request.path("view")));
    return null;
  }

  private AtomSource view(Request request) {
    UUID id = UUID.fromString(request.path("view"));
    Pinned used =
        views.computeIfPresent(id, (key, pinned) -> new Pinned(pinned.source(), clock.instant()));
    if (used == null) {
      throw HttpError.notFound("No such view of the archive, it was idle for too long");
    }
    return used.source();
  }

  private void drop(UUID id) {
    Pinned pinned = views.remove(id);
    if (pinned != null) {
      try {
        pinned.source().close();
      } catch (IOException e) {
        System.getLogger(SyncViews.class.getName())
            .log(System.Logger.Level.WARNING, "A view of the archive was not released", e);
      }
    }
  }

  private static Content content(byte[] bytes) {
    return new Content(bytes.length, new ByteArrayInputStream(bytes));
  }
}
