package io.nuodb.backup.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupSetStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How large a volume for a restored archive is when nobody says. */
public final class ClaimSize {
  private static final Quantity LEAST = new Quantity("1Gi");
  private static final BigDecimal ROOM_TO_GROW = new BigDecimal("1.5");

  private ClaimSize() {}

  public static Quantity of(BackupSetStatus set) {
    BigDecimal bytes = set.size() == null ? BigDecimal.ZERO : set.size().getNumericalAmount();
    BigDecimal wanted = bytes.multiply(ROOM_TO_GROW).setScale(0, RoundingMode.CEILING);
    return wanted.compareTo(LEAST.getNumericalAmount()) > 0
        ? Quantity.fromNumericalAmount(wanted, null)
        : LEAST;
  }
}
