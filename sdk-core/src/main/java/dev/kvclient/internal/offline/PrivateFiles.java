package dev.kvclient.internal.offline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner can read, from their first byte. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Makes an empty file, or leaves the one that is there and takes the rights of others away. */
    static void create(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(FILE));
        } catch (FileAlreadyExistsException e) {
            restrict(file);
        }
    }

    /** Makes an empty file in the place of what is there. */
    static void createAnew(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, attributes(FILE));
    }

    /** Takes the rights of others away. */
    static void restrict(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** Makes the folder and those above it, where they are missing. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(FOLDER));
    }

    /** Gives the file a second name, the first free {@code <name>.damaged-<n>}; copies it where there are no links. */
    static Path keepDamaged(Path file) throws IOException {
        int n = 1;
        Path kept = damaged(file, n);
        while (!keep(file, kept)) {
            n++;
            kept = damaged(file, n);
        }
        restrict(kept);
        return kept;
    }

    private static Path damaged(Path file, int n) {
        return file.resolveSibling(file.getFileName() + ".damaged-" + n);
    }

    /** False if the name is taken, by an earlier damage. */
    private static boolean keep(Path file, Path kept) throws IOException {
        try {
            Files.createLink(kept, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            return copy(file, kept);
        }
    }

    private static boolean copy(Path file, Path kept) throws IOException {
        if (Files.exists(kept)) {
            return false;
        }
        createAnew(kept);
        try (OutputStream to = Files.newOutputStream(kept)) {
            Files.copy(file, to);
        }
        return true;
    }

    /** Puts a file in the place of another, at once where the file system can. */
    static void replace(Path by, Path file) throws IOException {
        try {
            Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(by, file, StandardCopyOption.REPLACE_EXISTING);
        }
        syncFolder(file);
    }

    /** Makes names durable: without it a power cut may bring the old file back under the name. */
    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (POSIX && folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Cuts a file, durably. */
    static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
