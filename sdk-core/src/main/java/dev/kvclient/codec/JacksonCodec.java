package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.Unicode;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The codec on Jackson 2. Safe for use by many threads.
 *
 * <p>{@link #standard()} writes dates as ISO text, takes {@code Optional} and {@code java.time}, ignores properties
 * that a class does not know, and refuses to read {@code 12.5} as an integer or {@code 12 rest} as 12.
 */
public final class JacksonCodec implements KvCodec {
    private static final JacksonCodec STANDARD = new JacksonCodec(
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .build(),
            Numbers.ANY);

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final ObjectMapper mapper;
    private final ObjectWriter writer;
    private final Numbers numbers;
    private final JsonCheck check;
    // A reader resolves its deserializer once; looking it up for each value costs more than reading a small one.
    private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    private JacksonCodec(ObjectMapper mapper, Numbers numbers) {
        this.mapper = mapper;
        this.numbers = numbers;
        this.check = new JsonCheck(mapper.getFactory().streamReadConstraints(), numbers);
        this.writer = mapper.writer();
    }

    /** The codec with the settings that the class describes. */
    public static JacksonCodec standard() {
        return STANDARD;
    }

    /**
     * A codec with a mapper of the application's own. Trailing text after a value is refused whatever the mapper says.
     *
     * @param mapper copied, so that later changes have no effect
     */
    public static JacksonCodec of(ObjectMapper mapper) {
        return new JacksonCodec(mapper.copy(), Numbers.ANY);
    }

    /** Checks while it writes, so that nothing has to be read again. */
    @Override
    public JacksonCodec limitedTo(Numbers wanted) {
        return wanted == numbers ? this : new JacksonCodec(mapper, wanted);
    }

    @Override
    public StoredValue.Json encode(Object value) {
        Objects.requireNonNull(value, "value");
        if (value instanceof String text) {
            return new StoredValue.Json(quote(text));
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return new StoredValue.Json(value.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        if (value instanceof RawJson raw) {
            return checked(raw);
        }
        byte[] json;
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(mapper.getFactory()._getBufferRecycler());
                StrictGenerator generator =
                        new StrictGenerator(mapper.getFactory().createGenerator(buffer), numbers, check)) {
            writer.writeValue(generator, value);
            generator.flush();
            json = buffer.toByteArray();
            if (generator.hasUnchecked()) {
                check.isValue(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(json))
                        .toString());
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw unwritable(value.getClass(), e);
        }
        if (isNull(json)) {
            throw notSent("a value that becomes a JSON null cannot be stored; to remove a key there is delete", null);
        }
        return new StoredValue.Json(json);
    }

    @Override
    public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
        try {
            if (stored instanceof StoredValue.Json json) {
                return Optional.ofNullable(type.type() == RawJson.class ? cast(raw(json)) : read(json.utf8(), type));
            }
            return Optional.ofNullable(fromText(((StoredValue.Text) stored).text(), type));
        } catch (IOException | RuntimeException e) {
            throw unreadable(type, e);
        }
    }

    private <T> @Nullable T fromText(String text, KvType<T> type) throws IOException {
        if (type.type() == String.class) {
            return cast(text);
        }
        if (type.type() == RawJson.class) {
            if (text.strip().equals("null")) {
                return null;
            }
            return cast(isJson(text) ? RawJson.of(text) : RawJson.of(mapper.writeValueAsString(text)));
        }
        try {
            // From the text and not from its bytes, of which Jackson would guess the encoding.
            return reader(type.type()).readValue(text);
        } catch (JsonProcessingException notJsonOfThatType) {
            // Text that is no JSON is the content of a JSON string: an enum, a date, a UUID.
            try {
                return mapper.convertValue(text, mapper.constructType(type.type()));
            } catch (IllegalArgumentException alsoNot) {
                notJsonOfThatType.addSuppressed(alsoNot);
                throw notJsonOfThatType;
            }
        }
    }

    private <T> @Nullable T read(byte[] utf8, KvType<T> type) throws IOException {
        if (type.type() == String.class && isPlainText(utf8)) {
            return cast(new String(utf8, 1, utf8.length - 2, StandardCharsets.ISO_8859_1));
        }
        return reader(type.type()).readValue(utf8);
    }

    private ObjectReader reader(Type type) {
        ObjectReader known = readers.get(type);
        if (known != null) {
            return known;
        }
        JavaType javaType = mapper.constructType(type);
        ObjectReader made = mapper.readerFor(javaType).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        readers.put(type, made);
        return made;
    }

    private static @Nullable RawJson raw(StoredValue.Json json) {
        return isNull(json.utf8()) ? null : RawJson.of(json.text());
    }

    /** JSON text of the application's own passes untouched, so it is looked at token by token and not written anew. */
    private StoredValue.Json checked(RawJson raw) {
        if (Unicode.hasLoneSurrogate(raw.json())) {
            throw notSent("the JSON text holds " + Refusals.SURROGATE, null);
        }
        try {
            if (!check.isValue(raw.json())) {
                throw notSent("a JSON null cannot be stored; to remove a key there is delete", null);
            }
        } catch (Refused e) {
            throw notSent("the JSON text holds " + e.what(), null);
        } catch (IOException e) {
            throw notSent("the text is not JSON", describe(e));
        }
        return new StoredValue.Json(raw.json().getBytes(StandardCharsets.UTF_8));
    }

    private boolean isJson(String text) {
        try (JsonParser parser = mapper.getFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Whether it is a JSON string that has nothing to be decoded in it, which needs no parser. */
    private static boolean isPlainText(byte[] utf8) {
        int last = utf8.length - 1;
        if (last < 1 || utf8[0] != '"' || utf8[last] != '"') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            if (!isPlain(utf8[i])) {
                return false;
            }
        }
        return true;
    }

    /** Printing ASCII that stands in a JSON string for itself. */
    private static boolean isPlain(int c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private static byte[] quote(String text) {
        byte[] plain = new byte[text.length() + 2];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                return quoteWhatIsNotPlain(text);
            }
            plain[i + 1] = (byte) c;
        }
        plain[0] = '"';
        plain[plain.length - 1] = '"';
        return plain;
    }

    private static byte[] quoteWhatIsNotPlain(String text) {
        if (Unicode.hasLoneSurrogate(text)) {
            throw notSent("the text holds " + Refusals.SURROGATE, null);
        }
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static boolean isNull(byte[] json) {
        int from = 0;
        int to = json.length;
        while (from < to && isSpace(json[from])) {
            from++;
        }
        while (from < to && isSpace(json[to - 1])) {
            to--;
        }
        return Arrays.equals(json, from, to, NULL, 0, NULL.length);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** The caller has compared the type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    private static KvSerializationException unwritable(Class<?> type, Throwable e) {
        Refused refused = Refused.in(e);
        String problem = refused != null
                ? "a value of " + type.getName() + " holds " + refused.what()
                : "a value of " + type.getName() + " cannot be written as JSON";
        return notSent(problem, describe(e));
    }

    private static KvSerializationException notSent(String problem, @Nullable Throwable cause) {
        return new KvSerializationException(
                Failure.of(Outcome.NOT_SENT, problem).cause(cause));
    }

    private static KvSerializationException unreadable(KvType<?> type, Exception e) {
        return new KvSerializationException(Failure.of(Outcome.APPLIED, "the stored value cannot be read as " + type)
                .cause(describe(e)));
    }

    /** Jackson's messages quote the text that they fail on, which is a value: only where and what kind is kept. */
    private static Throwable describe(Throwable e) {
        IOException told = new IOException(
                e instanceof JsonProcessingException json && json.getLocation() != null
                        ? e.getClass().getSimpleName() + " at line "
                                + json.getLocation().getLineNr() + ", column "
                                + json.getLocation().getColumnNr()
                        : e.getClass().getName());
        told.setStackTrace(e.getStackTrace());
        return told;
    }
}
