package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.sm.SyncViews.SyncView;
import io.nuodb.backup.simulator.store.AtomSource;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.Membership;
import java.io.IOException;
import java.util.UUID;

/** Another storage manager's archive, read over HTTP. */
final class RemoteAtomSource implements AtomSource {
  /** The source cannot be read; the own archive is not to blame. */
  static final class SourceUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceUnavailableException(String url, Exception cause) {
      super("Cannot SYNC from " + url + ": " + cause.getMessage(), cause);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }

  private final JsonClient client;
  private final String sourceUrl;
  private final SyncView view;
  private final Fingerprints fingerprints;

  /** Pins the source's present state until this is closed. */
  RemoteAtomSource(JsonClient client, String sourceUrl) throws SourceUnavailableException {
    this.client = client;
    this.sourceUrl = sourceUrl;
    this.view = call(() -> client.post(sourceUrl + "/sync", null, SyncView.class));
    this.fingerprints =
        Fingerprints.decode(call(() -> client.getBytes(viewUrl() + "/fingerprints")));
  }

  @Override
  public UUID databaseId() {
    return view.databaseId();
  }

  @Override
  public long sequence() {
    return view.sequence();
  }

  @Override
  public long lastTransactionId() {
    return view.lastTransactionId();
  }

  @Override
  public Membership membership() {
    return view.membership();
  }

  @Override
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  @Override
  public byte[] atom(int atomId) throws IOException {
    return call(() -> client.getBytes(viewUrl() + "/atoms/" + atomId));
  }

  @Override
  public void close() throws IOException {
    call(
        () -> {
          client.delete(viewUrl());
          return null;
        });
  }

  private String viewUrl() {
    return sourceUrl + "/sync/" + view.viewId();
  }

  private <T> T call(Call<T> call) throws SourceUnavailableException {
    try {
      return call.make();
    } catch (IOException | HttpError e) {
      throw new SourceUnavailableException(sourceUrl, e);
    }
  }
}
