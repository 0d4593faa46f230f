package dev.kvclient.versori;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store as the platform lists it. Immutable. */
public final class VersoriStore {
    private final String id;
    private final String name;
    private final @Nullable String organization;

    /**
     * Collects the parts.
     *
     * @param id the ULID by which the store is addressed
     * @param name its name within the organization
     * @param organization the organization, or null if the answer did not tell
     */
    public VersoriStore(String id, String name, @Nullable String organization) {
        this.id = Objects.requireNonNull(id, "id");
        this.name = Objects.requireNonNull(name, "name");
        this.organization = organization;
    }

    /** The ULID by which the store is addressed. */
    public String id() {
        return id;
    }

    /** The name within the organization, such as {@code ORG_acme}. */
    public String name() {
        return name;
    }

    /** The id of the organization. */
    public Optional<String> organization() {
        return Optional.ofNullable(organization);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriStore that
                && id.equals(that.id)
                && name.equals(that.name)
                && Objects.equals(organization, that.organization);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, organization);
    }

    @Override
    public String toString() {
        return "VersoriStore[" + id + " " + name + "]";
    }
}
