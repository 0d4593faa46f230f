package dev.kvclient.codec;

import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.kvclient.KvType;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.util.Optional;

/** A codec of an application's own whose JSON is looked through for numbers that would not come back equal. */
final class CheckedNumbers implements KvCodec {
    private final KvCodec codec;
    private final Numbers numbers;
    private final JsonCheck check;

    CheckedNumbers(KvCodec codec, Numbers numbers) {
        this.codec = codec;
        this.numbers = numbers;
        this.check = new JsonCheck(StreamReadConstraints.defaults(), numbers);
    }

    @Override
    public StoredValue.Json encode(Object value) {
        StoredValue.Json json = codec.encode(value);
        try {
            if (!check.isValue(json.text())) {
                throw new Refused("a null");
            }
        } catch (Refused e) {
            throw refused("a value of " + value.getClass().getName() + " holds " + e.what());
        } catch (IOException e) {
            throw refused("the codec wrote for a value of " + value.getClass().getName() + " what is not JSON");
        }
        return json;
    }

    @Override
    public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
        return codec.decode(stored, type);
    }

    @Override
    public KvCodec limitedTo(Numbers wanted) {
        return wanted == numbers ? this : codec.limitedTo(wanted);
    }

    private static KvSerializationException refused(String problem) {
        return new KvSerializationException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
