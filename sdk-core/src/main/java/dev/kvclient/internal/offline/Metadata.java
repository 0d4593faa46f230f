package dev.kvclient.internal.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands beside a value, as JSON. A number comes back equal, in the smallest type that holds it. */
final class Metadata {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Metadata() {}

    static byte[] toJson(Map<String, Object> metadata) throws IOException {
        try {
            return JSON.writeValueAsBytes(metadata);
        } catch (JsonProcessingException e) {
            // Its message may show what is in the metadata.
            throw new IOException(
                    "the metadata is not like JSON: " + e.getClass().getSimpleName());
        }
    }

    static Map<String, Object> fromJson(byte[] json) throws IOException {
        Map<String, Object> read = JSON.readValue(json, MAP);
        read.replaceAll((name, value) -> narrow(value));
        return Map.copyOf(read);
    }

    private static Object narrow(Object value) {
        if (value instanceof BigDecimal number) {
            double near = number.doubleValue();
            boolean equal = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(number) == 0;
            return equal ? near : number;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> narrowed = new LinkedHashMap<>();
            map.forEach((name, member) -> narrowed.put(name, narrow(member)));
            return narrowed;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Metadata::narrow).toList();
        }
        return value;
    }
}
