package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
import java.nio.charset.StandardCharsets;
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
    private static final JacksonCodec STANDARD = new JacksonCodec(JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build());

    private final ObjectMapper mapper;
    private final ObjectWriter writer;
    // A reader resolves its deserializer once; looking it up for each value costs more than reading a small one.
    private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    private JacksonCodec(ObjectMapper mapper) {
        this.mapper = mapper;
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
        return new JacksonCodec(mapper.copy());
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
                JsonGenerator generator =
                        new StrictGenerator(mapper.getFactory().createGenerator(buffer))) {
            writer.writeValue(generator, value);
            generator.flush();
            json = buffer.toByteArray();
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
        byte[] utf8 = raw.json().getBytes(StandardCharsets.UTF_8);
        if (Unicode.hasLoneSurrogate(raw.json())) {
            throw notSent("the JSON text holds a lone surrogate", null);
        }
        // From the text and not from its bytes, of which Jackson would guess the encoding.
        try (JsonParser parser = mapper.getFactory().createParser(raw.json())) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                throw notSent("the JSON text is empty or null; to remove a key there is delete", null);
            }
            int depth = 0;
            for (JsonToken token = first; token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
                        && Unicode.hasLoneSurrogate(parser.getText())) {
                    throw notSent("the JSON text holds a lone surrogate", null);
                }
                if (depth == 0 && parser.nextToken() != null) {
                    throw notSent("the JSON text holds more than one value", null);
                }
                if (depth == 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw notSent("the text is not JSON", describe(e));
        }
        return new StoredValue.Json(utf8);
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

    private static byte[] quote(String text) {
        if (Unicode.hasLoneSurrogate(text)) {
            throw notSent("the text holds a lone surrogate", null);
        }
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static boolean isNull(byte[] json) {
        return json.length == 4 && json[0] == 'n' && json[1] == 'u' && json[2] == 'l' && json[3] == 'l';
    }

    /** The caller has compared the type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    private static KvSerializationException unwritable(Class<?> type, Throwable e) {
        StrictGenerator.Refused refused = StrictGenerator.Refused.in(e);
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
