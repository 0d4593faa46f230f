package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleHyperLogLogs}, whose methods the methods here are. */
final class HyperLogLogsCalls {
    private final MsApi api;

    HyperLogLogsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Boolean, Boolean> pfadd(String key, Collection<String> elements) {
        return api.ask(MsAction.PFADD, key)
                .body(
                        "elements",
                        elements.stream()
                                .map(element -> Refused.text(MsAction.PFADD, "one of the elements", element))
                                .toList())
                .reads(Replies::flag);
    }

    NativeCall<Long, Long> pfcount(Collection<String> keys) {
        return api.ask(MsAction.PFCOUNT)
                .topKeys("keys", Refused.some(MsAction.PFCOUNT, "keys", keys))
                .reads(Replies::integer);
    }

    NativeCall<Ack, Void> pfmerge(String destination, Collection<String> sources) {
        return api.ask(MsAction.PFMERGE, destination)
                .bodyKeys("sources", sources)
                .done();
    }
}
