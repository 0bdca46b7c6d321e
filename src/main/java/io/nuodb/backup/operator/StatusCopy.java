package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.function.Supplier;

/** What is sent to write a status: caches hold the object itself, which stays as it is. */
final class StatusCopy {
  private StatusCopy() {}

  /**
   * @param made an object of that kind without content
   */
  static <S, T, R extends CustomResource<S, T>> R of(R object, Supplier<R> made, T status) {
    R copy = made.get();
    copy.setMetadata(new ObjectMetaBuilder(object.getMetadata()).build());
    copy.setSpec(object.getSpec());
    copy.setStatus(status);
    return copy;
  }
}
