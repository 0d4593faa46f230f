package dev.kvclient.internal.offline;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.QueueState.Snapshot;
import dev.kvclient.offline.QueueDamage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens journals. */
public final class Journals {
    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Journals() {}

    /**
     * Opens a journal, and makes its file and the folder of it if they are missing. Waits for the disk.
     *
     * <p>Beside the file stand {@code <name>.mark}, which stays, {@code <name>.new} while a file is written anew, and
     * {@code <name>.damaged-<n>} for each damage that was found.
     *
     * @param file the file
     * @param backendName the kind of backend whose requests it holds
     * @param threadName of the thread that writes; it is started by the first write
     * @throws KvOfflineException if the file is in use by another process, or by another client of this one, or cannot
     *     be read or written
     * @throws KvRequestException if the file is another backend's or of an unknown format, or if the library is missing
     */
    public static Journal open(Path file, String backendName, String threadName) {
        return open(file, backendName, threadName, "");
    }

    /** With a scheme of MVStore's in front of the file's name: tests put a file system of theirs in between by it. */
    static Journal open(Path file, String backendName, String threadName, String scheme) {
        try {
            return openFile(file, backendName, threadName, scheme);
        } catch (Recovery.WrongBackend | LogScanner.UnknownVersion e) {
            throw new KvRequestException(failure(file, e));
        } catch (IOException e) {
            throw new KvOfflineException(failure(file, e));
        } catch (LinkageError e) {
            throw new KvRequestException(Failure.of(
                            Outcome.NOT_SENT,
                            "a durable offline queue needs the library com.h2database:h2-mvstore, on the module path"
                                    + " with --add-modules com.h2database.mvstore")
                    .cause(e));
        }
    }

    private static Failure failure(Path file, IOException e) {
        String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String kind = e instanceof java.nio.file.FileSystemException
                ? " (" + e.getClass().getSimpleName() + ")"
                : "";
        return Failure.of(Outcome.NOT_SENT, "the offline queue " + file + " cannot be opened: " + problem + kind)
                .cause(e);
    }

    private static Journal openFile(Path given, String backendName, String threadName, String scheme)
            throws IOException {
        Path file = locate(given);
        MarkFile mark = MarkFile.open(file.resolveSibling(file.getFileName() + ".mark"));
        boolean opened = false;
        try {
            Recovered recovered = Recovery.recover(
                    file, mark.last(), backendName, Clock.systemUTC().instant());
            String id = recovered.journal().orElseGet(Journals::newId);
            Optional<QueueDamage> damage = keep(file, recovered);
            LogStore store = new LogStore(file, scheme, mark, id, backendName, recovered);
            Snapshot all = recovered.state().snapshot(Long.MAX_VALUE);
            store.renew(all);
            Journal journal = new DurableJournal(id, recovered, damage, store, threadName, () -> release(mark));
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                mark.close();
            }
        }
    }

    /** The file itself, however it is called: two names of one queue are one queue. */
    private static Path locate(Path given) throws IOException {
        Path file = given.toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (!Files.isDirectory(folder)) {
            PrivateFiles.createFolder(folder);
        }
        return Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(file.getFileName());
    }

    private static Optional<QueueDamage> keep(Path file, Recovered recovered) throws IOException {
        if (recovered.damage().isEmpty()) {
            return Optional.empty();
        }
        Damage damage = recovered.damage().get();
        if (Files.exists(file)) {
            damage = damage.kept(PrivateFiles.keepDamaged(file));
        }
        LOG.warn(
                "The offline queue {} was damaged after sequence {}: {}; {} requests were set aside as dead letters",
                file,
                damage.afterSequence(),
                damage.problem(),
                damage.setAside());
        return Optional.of(damage);
    }

    private static String newId() {
        return String.format("%012x", RANDOM.nextLong() & 0xFFFF_FFFF_FFFFL);
    }

    private static void release(MarkFile mark) {
        try {
            mark.close();
        } catch (IOException e) {
            LOG.warn("The lock of an offline queue could not be given back: {}", e.toString());
        }
    }
}
