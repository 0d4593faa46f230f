package dev.kvclient.internal.view;

import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.Support;

/**
 * What makes one view differ from another.
 *
 * @param namespace what is put before each key; empty for none
 * @param defaults what requests are told that do not say otherwise
 */
record View(String namespace, SetOptions defaults) {
    String full(String key) {
        return namespace.isEmpty() ? key : namespace + key;
    }

    String shorten(String full) {
        return full.substring(namespace.length());
    }

    Scan under(Scan scan) {
        if (namespace.isEmpty()) {
            return scan;
        }
        Scan under = Scan.prefix(namespace + scan.prefix()).pageSize(scan.pageSize());
        if (!scan.metadata().isEmpty()) {
            under = under.metadata(scan.metadata());
        }
        return scan.from().isPresent() ? under.from(scan.from().get()) : under;
    }

    /** Within a namespace, clearing is deleting by prefix, and counting is counting by prefix. */
    Capabilities capabilities(Capabilities whole) {
        if (namespace.isEmpty()) {
            return whole;
        }
        Capabilities.Builder within = whole.toBuilder().clearAsksForConfirmation(false);
        copy(whole, Capability.DELETE_PREFIX, within, Capability.CLEAR);
        copy(whole, Capability.COUNT_PREFIX, within, Capability.COUNT);
        return within.build();
    }

    private static void copy(Capabilities from, Capability source, Capabilities.Builder to, Capability target) {
        String note = from.report(source).note();
        Support support = from.support(source);
        switch (support) {
            case NATIVE -> to.natively(target, note);
            case EMULATED -> to.emulated(target, note);
            case UNSUPPORTED -> to.unsupported(target, note);
        }
    }
}
