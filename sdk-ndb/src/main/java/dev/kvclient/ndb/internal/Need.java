package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbGeneration;

/** Which servers have a command. */
enum Need {
    /** All. */
    ANY,
    /** Those of generation A. */
    SESSION,
    /** Those of generation B. */
    STATUS,
    /** v0.4 only: v0.5 has it, but not in working order. */
    V0_4;

    /**
     * Lets a command for such a server pass.
     *
     * @throws dev.kvclient.error.KvUnsupportedException if that server lacks it
     */
    void require(String operation, Dialect of) {
        switch (this) {
            case ANY -> {}
            case SESSION -> require(operation, of, NdbGeneration.SESSION);
            case STATUS -> require(operation, of, NdbGeneration.STATUS);
            case V0_4 -> {
                require(operation, of, NdbGeneration.SESSION);
                if (of != Dialect.V0_4) {
                    throw Refused.unsupported(
                            operation,
                            operation + " is broken on v0.5: it is refused whatever it says, and kills the server if it"
                                    + " says nothing. v0.4 has it");
                }
            }
        }
    }

    private static void require(String operation, Dialect of, NdbGeneration generation) {
        if (of.generation() != generation) {
            throw Refused.lacking(operation, generation);
        }
    }
}
