package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes many files durable at once: Linux's {@code syncfs} flushes the whole file system of a path,
 * which costs one flush where an fsync for each of thousands of atoms would cost thousands.
 */
public final class FileSystemSync {
  private static final int O_RDONLY = 0;
  private static final int O_CLOEXEC = 0x80000;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SYNCFS =
      function(
          "syncfs",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle STRERROR =
      function("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  private FileSystemSync() {}

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /**
   * Flushes everything written so far to the file system that holds {@code path}.
   *
   * @throws IOException when data could not be written, with the system's reason
   */
  public static void sync(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment callState = arena.allocate(CALL_STATE);
      MemorySegment name = arena.allocateFrom(path.toString());
      int descriptor = (int) OPEN.invokeExact(callState, name, O_RDONLY | O_CLOEXEC);
      if (descriptor < 0) {
        throw failure(path, callState);
      }
      try {
        if ((int) SYNCFS.invokeExact(callState, descriptor) != 0) {
          throw failure(path, callState);
        }
      } finally {
        int ignored = (int) CLOSE.invokeExact(descriptor);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A native call failed", e);
    }
  }

  /** Makes a directory's entries durable: new, renamed and deleted files. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static IOException failure(Path path, MemorySegment callState) throws Throwable {
    int errno = (int) ERRNO.get(callState, 0L);
    MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
    String reason = text.reinterpret(Long.MAX_VALUE).getString(0);
    return new java.nio.file.FileSystemException(path.toString(), null, reason);
  }
}
