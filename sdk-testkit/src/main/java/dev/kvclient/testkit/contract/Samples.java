package dev.kvclient.testkit.contract;

import dev.kvclient.KvType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Values of every kind that JSON and Java know. Each is small, for backends whose requests are. */
final class Samples {
    private Samples() {}

    /** A plain value class. */
    record Person(String name, int age, List<String> tags) {}

    /** One with members that JSON has no kinds for. */
    record Meeting(Optional<String> place, Instant at, Duration length, BigDecimal fee, Colour colour) {}

    /** Written by name. */
    enum Colour {
        RED,
        GREEN
    }

    static final Person ADA = new Person("Ada \"Countess\" Løvelace", 36, List.of("maths", "poetry"));

    static List<Sample<?>> all() {
        return List.of(
                text(""),
                text(" "),
                text("plain"),
                text("grüße, 世界, \u05e9\u05dc\u05d5\u05dd"),
                text("\uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67"),
                text("\"quoted\" and 'single' and \\back\\slash/"),
                text("\u0000\u0001\u001f\t\n\r\b\f\u007f\u2028\u2029\ufeff\uffff"),
                text("null"),
                text("true"),
                text("12"),
                text("-0.5e3"),
                text("{\"looks\":\"like JSON\"}"),
                text("[1,2"),
                text("12 rest"),
                Sample.of(0, Integer.class),
                Sample.of(Integer.MIN_VALUE, Integer.class),
                Sample.of((1L << 53) - 1, Long.class),
                Sample.of(-12L, Long.class),
                Sample.of(0.1, Double.class),
                Sample.of(-1.5e-7, Double.class),
                Sample.of(1.0e300, Double.class),
                Sample.of(new BigDecimal("12.75"), BigDecimal.class),
                Sample.of(BigInteger.valueOf(123_456_789), BigInteger.class),
                Sample.of(true, Boolean.class),
                Sample.of(false, Boolean.class),
                new Sample<>(List.of(), new KvType<List<String>>() {}),
                new Sample<>(List.of("a", "", "ü"), new KvType<List<String>>() {}),
                new Sample<>(List.of(List.of(1), List.of(2, 3)), new KvType<List<List<Integer>>>() {}),
                new Sample<>(Map.of(), new KvType<Map<String, Integer>>() {}),
                new Sample<>(Map.of("a b", 1, "", 2, "\"", 3), new KvType<Map<String, Integer>>() {}),
                Sample.of(ADA, Person.class),
                Sample.of(
                        new Meeting(
                                Optional.of("Zürich"),
                                Instant.parse("2026-02-28T23:59:59.123456Z"),
                                Duration.ofMinutes(90),
                                new BigDecimal("99.25"),
                                Colour.GREEN),
                        Meeting.class),
                Sample.of(
                        new Meeting(Optional.empty(), Instant.EPOCH, Duration.ZERO, BigDecimal.ONE, Colour.RED),
                        Meeting.class),
                Sample.of(Instant.parse("2026-02-28T23:59:59.123456789Z"), Instant.class),
                Sample.of(LocalDate.of(2026, 2, 28), LocalDate.class),
                Sample.of(Colour.RED, Colour.class),
                Sample.of(new UUID(1, 2), UUID.class),
                new Sample<>(Optional.of("inside"), new KvType<Optional<String>>() {}));
    }

    static List<String> awkwardNames() {
        return List.of(
                " ",
                "a b",
                " leading",
                "trailing ",
                "a/b",
                "/a",
                "a//b",
                "a/",
                ".",
                "..",
                "a:b",
                "a,b",
                "a;b",
                "a*b",
                "a?b",
                "a[b]",
                "a[^b]",
                "a\\b",
                "a\\*",
                "a\"b",
                "a'b",
                "a`b",
                "{a}",
                "a#b",
                "a%b",
                "a%2Fb",
                "a+b",
                "a&b=c",
                "a@b",
                "$a",
                "<a>",
                "a|b",
                "a~b",
                "a^b",
                "a-b_c.d",
                "0",
                "-1",
                "null",
                "true",
                "tab\there",
                "line\nbreak",
                "grün",
                "世界",
                "\uD83D\uDE00",
                "e\u0301",
                "\u00e9",
                "UPPER",
                "upper");
    }

    private static Sample<String> text(String value) {
        return Sample.of(value, String.class);
    }
}
