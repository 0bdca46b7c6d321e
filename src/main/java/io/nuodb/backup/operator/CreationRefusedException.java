package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/**
 * The API server does not let an object in, by a quota, an admission policy or validation, or as
 * somebody else's has its name. Trying again may help when a person has changed something, so that
 * people are told.
 */
final class CreationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNPROCESSABLE = 422;

  private CreationRefusedException(KubernetesClientException refusal) {
    super(
        refusal.getStatus() == null ? refusal.getMessage() : refusal.getStatus().getMessage(),
        refusal);
  }

  /**
   * @param message that another owner's object has the name
   */
  CreationRefusedException(String message, KubernetesClientException conflict) {
    super(message, conflict);
  }

  /** Other failures pass through. */
  static <T> T told(Supplier<T> creation) {
    try {
      return creation.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE) {
        throw new CreationRefusedException(e);
      }
      throw e;
    }
  }
}
