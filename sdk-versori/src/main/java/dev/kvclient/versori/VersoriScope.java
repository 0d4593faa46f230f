package dev.kvclient.versori;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The part of the platform whose keys are meant: which store, and under which prefix, as workflow code derives them
 * (observed in the vendor's command line). Within a scope the prefix is added to every key that is sent and removed
 * from every key that comes back. Immutable.
 */
public final class VersoriScope {
    private final String organization;
    private final String storeName;
    private final List<String> prefix;
    private final boolean createsStore;

    private VersoriScope(String organization, String storeName, List<String> prefix, boolean createsStore) {
        this.organization = organization;
        this.storeName = storeName;
        this.prefix = prefix;
        this.createsStore = createsStore;
    }

    /** What all of an organization shares. */
    public static VersoriScope organization(String organization) {
        return of(organization, "ORG_" + organization, List.of());
    }

    /** What all activations of a project in one environment share. */
    public static VersoriScope workspace(String organization, String project, String environment) {
        return of(organization, inProject(project), List.of(named("environment", environment)), project);
    }

    /** What belongs to a project in one environment, outside of any activation: the keys of the workspace. */
    public static VersoriScope project(String organization, String project, String environment) {
        return workspace(organization, project, environment);
    }

    /** What belongs to one activation of a project. */
    public static VersoriScope project(String organization, String project, String environment, String activationId) {
        return of(
                organization,
                inProject(project),
                List.of(named("environment", environment), named("activation", activationId)),
                project);
    }

    /**
     * What belongs to one user.
     *
     * @param externalUserId as the application knows the user; only its SHA-256 becomes part of the keys
     */
    public static VersoriScope user(String organization, String project, String environment, String externalUserId) {
        return of(
                organization,
                inProject(project),
                List.of(named("environment", environment), sha256(named("user", externalUserId))),
                project);
    }

    /** What belongs to one execution, outside of any activation. */
    public static VersoriScope execution(String organization, String project, String environment, String executionId) {
        return of(
                organization,
                ofExecutions(project),
                List.of(named("environment", environment), named("execution", executionId)),
                project);
    }

    /** What belongs to one execution within an activation. */
    public static VersoriScope execution(
            String organization, String project, String environment, String executionId, String activationId) {
        return of(
                organization,
                ofExecutions(project),
                List.of(
                        named("environment", environment),
                        named("execution", executionId),
                        named("activation", activationId)),
                project);
    }

    /**
     * This scope, its store made if the organization has none of that name. The platform's runtime makes it with its
     * first write; without this, a store that is missing is an error.
     */
    public VersoriScope createStore() {
        return new VersoriScope(organization, storeName, prefix, true);
    }

    /** The organization whose store it is. */
    public String organization() {
        return organization;
    }

    /** The name of the store. */
    public String storeName() {
        return storeName;
    }

    /** The segments with which every key begins. Unmodifiable. */
    public List<String> prefix() {
        return prefix;
    }

    /** Whether the store is made if it is missing. */
    public boolean createsStore() {
        return createsStore;
    }

    private static VersoriScope of(String organization, String storeName, List<String> rest, String project) {
        List<String> within = new ArrayList<>(List.of(project));
        within.addAll(rest);
        return of(organization, storeName, within);
    }

    private static VersoriScope of(String organization, String storeName, List<String> rest) {
        List<String> prefix = new ArrayList<>(List.of(named("organization", organization)));
        prefix.addAll(rest);
        // Looks at each segment, too.
        return new VersoriScope(organization, storeName, VersoriKey.of(prefix).segments(), false);
    }

    private static String inProject(String project) {
        return "PROJECT_" + named("project", project);
    }

    private static String ofExecutions(String project) {
        return "EXECUTION_" + named("project", project);
    }

    private static String named(String what, String value) {
        if (Objects.requireNonNull(value, what).isEmpty()) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "the " + what + " of a scope is not empty"));
        }
        return value;
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriScope that
                && organization.equals(that.organization)
                && storeName.equals(that.storeName)
                && prefix.equals(that.prefix)
                && createsStore == that.createsStore;
    }

    @Override
    public int hashCode() {
        return Objects.hash(organization, storeName, prefix, createsStore);
    }

    @Override
    public String toString() {
        return "VersoriScope[" + storeName + ", prefix=" + String.join("/", prefix) + "]";
    }
}
