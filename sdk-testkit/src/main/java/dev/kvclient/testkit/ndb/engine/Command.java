package dev.kvclient.testkit.ndb.engine;

/** Carries out one command. */
@FunctionalInterface
interface Command {

    /**
     * Carries it out.
     *
     * @param name its name, to answer under
     * @param params its parameters
     * @throws Refusal when it is answered by an error
     */
    Reply execute(String name, Params params) throws Refusal;
}
