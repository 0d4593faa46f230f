package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The stores of the organisation that the server knows. Safe for several threads: one at a time. */
final class Platform {

    private final String organisation;
    private final Supplier<Instant> clock;
    private final Ulids ulids;
    private final AtomicLong stamps = new AtomicLong();
    private final Map<String, KvStore> byId = new LinkedHashMap<>();

    Platform(String organisation, Supplier<Instant> clock, Ulids ulids) {
        this.organisation = organisation;
        this.clock = clock;
        this.ulids = ulids;
    }

    /** Something done to a store at one moment, while no other thread does anything. */
    interface Work<R> {
        R on(KvStore store, Instant now) throws Refused;
    }

    synchronized <R> R inStore(String id, Work<R> work) throws Refused {
        KvStore store = byId.get(Ulids.normal(id));
        if (store == null) {
            throw Refused.storeNotFound();
        }
        return work.on(store, clock.get());
    }

    /** What is told of a store. */
    record StoreInfo(String id, String name) {}

    synchronized List<StoreInfo> stores(String organisation) throws Refused {
        known(organisation);
        List<StoreInfo> stores = new ArrayList<>();
        byId.values().forEach(store -> stores.add(new StoreInfo(store.id(), store.name())));
        return stores;
    }

    /** Makes a store with a new id; two of one name are refused. */
    synchronized String create(String organisation, String name) throws Refused {
        known(organisation);
        if (byId.values().stream().anyMatch(store -> store.name().equals(name))) {
            throw new Refused(409, "store_exists", "there is a store of that name");
        }
        return add(ulids.next(clock.get()), name);
    }

    synchronized String add(String id, String name) {
        String normal = Ulids.normal(id);
        byId.put(normal, new KvStore(normal, name, stamps));
        return normal;
    }

    synchronized Optional<String> value(String store, List<String> key) {
        return Optional.ofNullable(found(store).peek(key, clock.get()))
                .map(entry -> entry.value().toString());
    }

    /** Writes without conditions or expiry, and returns the versionstamp. */
    synchronized String put(String store, List<String> key, JsonNode value) {
        Entry entry = found(store).write(key, value, WriteOptions.NONE, clock.get());
        return Objects.requireNonNull(entry).versionstamp();
    }

    synchronized long count(String store) {
        return found(store).count(new Selection(List.of(), null, null, null), clock.get());
    }

    synchronized void clear() {
        byId.values().forEach(KvStore::clear);
    }

    /** Returns how many writes took effect, in all stores. */
    long commits() {
        return stamps.get();
    }

    private KvStore found(String id) {
        KvStore store = byId.get(Ulids.normal(id));
        if (store == null) {
            throw new IllegalArgumentException("no such store");
        }
        return store;
    }

    private void known(String asked) throws Refused {
        if (!asked.equals(organisation)) {
            throw new Refused(404, "organisation_not_found", "organisation not found");
        }
    }
}
