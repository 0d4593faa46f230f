package dev.kvclient.ndb;

/** What an NDB server of generation B tells of itself. Immutable. */
public interface NdbServerInfo {
    /** Its version, such as {@code 0.9}. */
    String version();

    /** Whether it is configured to save; it loads in either case. */
    boolean persistence();
}
